import { storedRelease } from '../helm/index.ts';
import { type Kube, type KubeObject, listObjects } from '../kube/index.ts';
import type { ReleaseRow } from './platform-status.ts';

/** Reads the latest revision of each release from where Helm keeps them, so that a status needs no Helm. */
export async function storedReleases(kube: Kube, namespace: string, signal: AbortSignal): Promise<ReleaseRow[]> {
  const secrets = await listObjects(
    kube,
    { apiVersion: 'v1', kind: 'Secret' },
    { namespace, labelSelector: 'owner=helm,status!=superseded', signal },
  );
  const latest = new Map<string, KubeObject>();
  for (const secret of secrets) {
    const name = secret.metadata.labels?.['name'] ?? '';
    const known = latest.get(name);
    if (!known || revisionOf(secret) > revisionOf(known)) latest.set(name, secret);
  }
  return [...latest.values()].map(releaseRow);
}

function revisionOf(secret: KubeObject): number {
  return Number(secret.metadata.labels?.['version'] ?? 0);
}

function releaseRow(secret: KubeObject): ReleaseRow {
  const { name, namespace, version, info, chart } = storedRelease(secret);
  return {
    namespace,
    name,
    revision: version,
    status: info.status,
    chart: `${chart.metadata.name}-${chart.metadata.version}`,
    appVersion: chart.metadata.appVersion ?? '',
    updated: info.last_deployed,
  };
}
