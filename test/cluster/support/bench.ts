import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { helmBinaries } from '../../../tools/helm-binaries.mjs';

/**
 * What the suite is told about the cluster it runs on. Only the kubeconfig and the share are needed; a check that needs
 * more says in its own name what it needs.
 */
export interface Bench {
  readonly kubeconfig: string;
  readonly nfs: { readonly server: string; readonly path: string };
  /** A directory of the share that nobody may change, not even root. */
  readonly lockedPath: string | undefined;
  /** Where the share is on this machine, to look at owners. */
  readonly shareDirectory: string | undefined;
  /** The API server's audit log on this machine. */
  readonly auditLog: string | undefined;
  readonly charts: Charts;
  readonly helm: { readonly helm3: string; readonly helm4: string };
  readonly kubectl: string;
}

/** Where charts are; those of this repository are always there. */
export interface Charts {
  /** Of the hub, from this repository. */
  readonly small: string;
  /** Of the hub, the official one. */
  readonly official: string | undefined;
  /** Of the NFS provisioner: the official one, or that of this repository. */
  readonly provisioner: string;
  readonly metallb: string | undefined;
  readonly gateway: string | undefined;
}

/** Reads the bench from the environment; `.ci/run` sets it for the development cluster. */
export async function readBench(): Promise<Bench> {
  const kubeconfig = process.env['NAAS_TEST_KUBECONFIG'];
  const [server, path] = (process.env['NAAS_TEST_NFS'] ?? '192.168.50.10:/export').split(':');
  if (!kubeconfig) throw new Error('NAAS_TEST_KUBECONFIG names no kubeconfig: the cluster suite needs a cluster.');
  const { helm3, helm4, kubectl } = await helmBinaries();
  const official = process.env['NAAS_TEST_OFFICIAL_CHART'];
  return {
    kubeconfig,
    nfs: { server: server ?? '', path: path ?? '' },
    lockedPath: process.env['NAAS_TEST_NFS_LOCKED'],
    shareDirectory: process.env['NAAS_TEST_SHARE'],
    auditLog: process.env['NAAS_TEST_AUDIT_LOG'],
    charts: {
      small: ownChart('jupyterhub'),
      official: official !== undefined && existsSync(official) ? official : undefined,
      provisioner: officialChart('nfs-subdir-external-provisioner') ?? ownChart('nfs-subdir-external-provisioner'),
      metallb: officialChart('metallb'),
      gateway: officialChart('enterprise-gateway'),
    },
    helm: { helm3, helm4 },
    kubectl,
  };
}

function ownChart(name: string): string {
  return fileURLToPath(new URL(`../../charts/${name}`, import.meta.url));
}

function officialChart(name: string): string | undefined {
  const folder = process.env['NAAS_TEST_CHARTS'];
  const path = folder === undefined ? undefined : join(folder, name);
  return path !== undefined && existsSync(path) ? path : undefined;
}
