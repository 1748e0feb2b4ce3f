import { z } from 'zod';
import type { KubeObject } from '../../kube/index.ts';
import type { Helm } from '../program/helm.ts';
import { parseAnswer } from './answer.ts';
import { type ReadReleaseOptions, readRelease } from './read-releases.ts';
import type { ReleaseRef } from './release.ts';
import { renderedObjects } from './rendered-objects.ts';

/** The newest revision of a release with all that it consists of. It holds secrets: never show it unmasked. */
export interface ReleaseState extends ReleaseRef {
  readonly revision: number;
  /** Helm's own word: `deployed`, `failed`, `pending-upgrade` and the like. */
  readonly status: string;
  readonly description: string;
  /** RFC 3339. */
  readonly updated: string;
  /** What it was deployed with, without the chart's defaults. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The objects as the chart rendered them, hooks left out. */
  readonly manifest: readonly KubeObject[];
  /** The same objects as they are in the cluster, with their managed fields; what is gone is not among them. */
  readonly live: readonly KubeObject[];
}

const statusAnswer = z.object({
  name: z.string(),
  namespace: z.string(),
  version: z.number(),
  info: z.object({
    status: z.string(),
    description: z.string().default(''),
    last_deployed: z.string(),
    resources: z.record(z.string(), z.array(z.unknown()).nullable()).nullish(),
  }),
  config: z.record(z.string(), z.unknown()).nullish(),
  manifest: z.string().default(''),
});

const liveObject = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string() }),
});

/** Reads all about the newest revision of a release, with one Helm; undefined when there is no such release. */
export async function releaseState(
  helm: Helm,
  ref: ReleaseRef,
  options: ReadReleaseOptions = {},
): Promise<ReleaseState | undefined> {
  // Helm 4 always shows the live objects and no longer knows the flag for it.
  const live = helm.major === 3 ? ['--show-resources'] : [];
  const text = await readRelease(helm, ['status', ref.name, ...live, '--output', 'json'], { ref, ...options });
  return text === undefined ? undefined : parseStatus(text);
}

/** Reads `helm status -o json` with live objects. */
export function parseStatus(text: string): ReleaseState {
  const { name, namespace, version, info, config, manifest } = parseAnswer(statusAnswer, text);
  return {
    name,
    namespace,
    revision: version,
    status: info.status,
    description: info.description,
    updated: info.last_deployed,
    values: config ?? {},
    manifest: renderedObjects(manifest, namespace),
    live: liveObjects(info.resources ?? {}),
  };
}

/** Helm sorts them by kind, and adds lists of the pods that Deployments and the like have started. */
function liveObjects(resources: Readonly<Record<string, readonly unknown[] | null>>): KubeObject[] {
  return Object.entries(resources)
    .filter(([kind]) => !kind.endsWith('(related)'))
    .flatMap(([, objects]) => objects ?? [])
    .flatMap((object) => liveObject.safeParse(object).data ?? []);
}
