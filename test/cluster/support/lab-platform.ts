import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bench } from './bench.ts';
import { platformUnderTest, type PlatformUnderTest } from './platform.ts';
import { run } from './run.ts';

/** The directory of the share that the lab has to itself; the homes are one below it, as in the original recipe. */
const DIRECTORY = 'lab-components';

/** A platform that brings what a bare cluster lacks: a provisioner of volumes and a load balancer. */
export interface LabPlatform extends PlatformUnderTest {
  /** The lab's directory of the share, on this machine. */
  readonly directory: string;
}

/** Makes a platform file that has both installed, on a directory of the share that has to have the homes' own in it. */
export async function labPlatform(bench: Bench, addresses: string): Promise<LabPlatform> {
  const { nfs, shareDirectory = '', charts } = bench;
  const directory = join(shareDirectory, DIRECTORY);
  const share = `${nfs.path}/${DIRECTORY}`;
  const platform = await platformUnderTest(bench, {
    change: ({ spec }) => {
      spec.storage = {
        homes: { nfs: { server: nfs.server, path: `${share}/claim` } },
        kernelspecs: { storageClassName: 'nfs-client' },
        provisioner: {
          install: 'nfs-subdir-external-provisioner',
          nfs: { path: share },
          chart: { path: charts.provisioner },
        },
      };
      spec.loadBalancer = { install: 'metallb', addresses: [addresses], chart: { path: charts.metallb } };
      spec.hub.service.type = 'LoadBalancer';
    },
  });
  return {
    ...platform,
    directory,
    empty: async () => {
      await platform.empty();
      await removeInstalled(bench, platform);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function removeInstalled(bench: Bench, platform: PlatformUnderTest): Promise<void> {
  const helm = (...args: string[]) => run(bench.helm.helm4, args, { env: { KUBECONFIG: bench.kubeconfig } });
  await helm('uninstall', 'metallb', '--namespace', 'metallb-system', '--ignore-not-found');
  await helm('uninstall', 'nfs-client', '--namespace', 'nfs', '--ignore-not-found');
  await platform.kubectl('delete', 'namespace', 'nfs', 'metallb-system', '--ignore-not-found', '--timeout=120s');
  const template = '{range .items[?(@.spec.storageClassName=="nfs-client")]}{.metadata.name} {end}';
  const { stdout } = await platform.kubectl('get', 'persistentvolumes', '-o', `jsonpath=${template}`);
  const volumes = stdout.split(' ').filter(Boolean);
  if (volumes.length > 0) await platform.kubectl('delete', 'persistentvolume', ...volumes, '--timeout=60s');
}
