import { PLATFORM_NAMESPACE, type PlatformConfig } from '../config/index.ts';
import { type Kube, type KubeObject, listObjects } from '../kube/index.ts';
import { type HealthSources, readHealth } from './health.ts';
import type { PlatformStatus } from './platform-status.ts';
import { claimRow, podRow, serviceRow, volumeRow } from './rows.ts';
import { signInWords } from './sign-in.ts';
import { storedReleases } from './stored-releases.ts';

export interface ReadStatusOptions extends HealthSources {
  readonly kube: Kube;
  readonly config: PlatformConfig;
  readonly signal: AbortSignal;
}

/** Reads a platform's state in one round of requests side by side. Sends nothing that changes anything. */
export async function readStatus(options: ReadStatusOptions): Promise<PlatformStatus> {
  const { kube, config, signal } = options;
  const spaces = [PLATFORM_NAMESPACE, config.hub.namespace, config.gateway.namespace, config.kernels.namespace];
  const inSpaces = async (kind: string) =>
    (
      await Promise.all(spaces.map((namespace) => listObjects(kube, { apiVersion: 'v1', kind }, { namespace, signal })))
    ).flat();
  const deployments = [config.hub.namespace, config.gateway.namespace].map((namespace) =>
    listObjects(kube, { apiVersion: 'apps/v1', kind: 'Deployment' }, { namespace, signal }),
  );
  const [volumes, claims, services, pods, releases, ...deployed] = await Promise.all([
    listObjects(kube, { apiVersion: 'v1', kind: 'PersistentVolume' }, { signal }),
    inSpaces('PersistentVolumeClaim'),
    inSpaces('Service'),
    inSpaces('Pod'),
    storedReleases(kube, config.hub.namespace, signal),
    ...deployments,
  ]);
  const live = { claims, pods, deployments: deployed.flat() };
  const serviceRows = services.map(serviceRow);
  return {
    platform: config.metadata.name,
    health: await readHealth(live, options),
    volumes: volumes.filter((volume) => isOfPlatform(volume, spaces)).map(volumeRow),
    claims: claims.map(claimRow),
    services: serviceRows,
    pods: pods.map(podRow),
    releases,
    signIn: signInWords(config, serviceRows),
  };
}

function isOfPlatform(volume: KubeObject, spaces: readonly string[]): boolean {
  const { claimRef } = volume['spec'] as { claimRef?: { namespace?: string } };
  return spaces.includes(claimRef?.namespace ?? '');
}
