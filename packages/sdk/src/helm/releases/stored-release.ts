import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { NaasError } from '../../errors.ts';
import type { KubeObject } from '../../kube/index.ts';
import { parseAnswer } from './answer.ts';

const stored = z.object({
  name: z.string(),
  namespace: z.string(),
  version: z.number(),
  info: z.object({ status: z.string(), last_deployed: z.string() }),
  chart: z.object({ metadata: z.object({ name: z.string(), version: z.string(), appVersion: z.string().optional() }) }),
  manifest: z.string().default(''),
});

/** One revision as Helm stores it. */
export type StoredRelease = z.infer<typeof stored>;

/**
 * Reads a revision from the Secret where Helm keeps it, https://helm.sh/docs/topics/advanced/: its `release` is base64
 * of gzipped JSON, which the API encodes once more.
 *
 * @throws NaasError `HELM_FAILED` when it is damaged; nothing of its content is repeated.
 */
export function storedRelease(secret: KubeObject): StoredRelease {
  const { release = '' } = (secret['data'] ?? {}) as { readonly release?: string };
  return parseAnswer(stored, unzip(Buffer.from(Buffer.from(release, 'base64').toString(), 'base64'), secret));
}

function unzip(zipped: Buffer, { metadata: { namespace = '', name } }: KubeObject): string {
  try {
    return gunzipSync(zipped).toString();
  } catch (cause) {
    const subject = { kind: 'Secret', name, namespace };
    throw new NaasError('HELM_FAILED', `Helm's record ${namespace}/${name} is damaged.`, { subject, cause });
  }
}
