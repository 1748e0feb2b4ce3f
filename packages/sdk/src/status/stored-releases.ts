import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { type Kube, type KubeObject, listObjects } from '../kube/index.ts';
import type { ReleaseRow } from './platform-status.ts';

const stored = z.object({
  name: z.string(),
  namespace: z.string(),
  version: z.number(),
  info: z.object({ status: z.string(), last_deployed: z.string() }),
  chart: z.object({ metadata: z.object({ name: z.string(), version: z.string(), appVersion: z.string().optional() }) }),
});

/**
 * Reads the latest revision of each release from where Helm keeps them, https://helm.sh/docs/topics/advanced/, so that
 * a status needs no Helm: a Secret whose `release` is base64 of gzipped JSON.
 */
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
  const { release = '' } = secret['data'] as { release?: string };
  const zipped = Buffer.from(Buffer.from(release, 'base64').toString(), 'base64');
  const { name, namespace, version, info, chart } = stored.parse(JSON.parse(gunzipSync(zipped).toString()));
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
