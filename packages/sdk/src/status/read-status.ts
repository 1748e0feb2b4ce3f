import { NO_ADMISSION_POLICY } from '../components/index.ts';
import { PLATFORM_NAMESPACE, type PlatformConfig } from '../config/index.ts';
import { isServed, type Kube, type KubeObject, listObjects } from '../kube/index.ts';
import { type HealthSources, readHealth } from './health.ts';
import type { PlatformStatus } from './platform-status.ts';
import { claimRow, podRow, volumeRow } from './rows.ts';
import { serviceRows } from './service-rows.ts';
import { signInWords } from './sign-in.ts';
import { storedReleases } from './stored-releases.ts';

export interface ReadStatusOptions extends HealthSources {
  readonly kube: Kube;
  readonly config: PlatformConfig;
  readonly signal: AbortSignal;
}

/** Reads a platform's state in few rounds of requests side by side. Sends nothing that changes anything. */
export async function readStatus(options: ReadStatusOptions): Promise<PlatformStatus> {
  const { kube, config, signal } = options;
  const { hub, gateway, kernels } = config;
  const installed = installedIn(config);
  const spaces = [PLATFORM_NAMESPACE, hub.namespace, gateway.namespace, kernels.namespace, ...installed];
  const listIn = async (namespaces: readonly string[], kind: string, apiVersion = 'v1') =>
    (
      await Promise.all(namespaces.map((namespace) => listObjects(kube, { apiVersion, kind }, { namespace, signal })))
    ).flat();
  const [notes, volumes, claims, services, pods, deployments, ...releases] = await Promise.all([
    clusterNotes(options),
    listObjects(kube, { apiVersion: 'v1', kind: 'PersistentVolume' }, { signal }),
    listIn(spaces, 'PersistentVolumeClaim'),
    listIn(spaces, 'Service'),
    listIn(spaces, 'Pod'),
    listIn([hub.namespace, gateway.namespace, ...installed], 'Deployment', 'apps/v1'),
    ...[hub.namespace, ...installed].map((namespace) => storedReleases(kube, namespace, signal)),
  ]);
  const rows = await serviceRows(services, options);
  return {
    platform: config.metadata.name,
    health: await readHealth({ claims, pods, deployments, services, serviceRows: rows }, options),
    volumes: volumes.filter((volume) => isOfPlatform(volume, spaces)).map(volumeRow),
    claims: claims.map(claimRow),
    services: rows,
    pods: pods.map(podRow),
    releases: releases.flat(),
    signIn: signInWords(config, rows),
    notes,
  };
}

async function clusterNotes({ kube, signal }: ReadStatusOptions): Promise<string[]> {
  const kind = { apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingAdmissionPolicy' };
  return (await isServed(kube, kind, { signal })) ? [] : [NO_ADMISSION_POLICY];
}

/** The namespaces of what the file has installed for the cluster. */
function installedIn({ storage, loadBalancer }: PlatformConfig): string[] {
  return [loadBalancer, storage.provisioner].flatMap((part) => (part === 'none' ? [] : [part.namespace]));
}

function isOfPlatform(volume: KubeObject, spaces: readonly string[]): boolean {
  const { claimRef } = volume['spec'] as { claimRef?: { namespace?: string } };
  return spaces.includes(claimRef?.namespace ?? '');
}
