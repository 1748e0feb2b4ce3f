import { z } from 'zod';
import { PLATFORM_NAMESPACE } from '../../config/index.ts';
import {
  createObject,
  deleteObject,
  getObject,
  type Kube,
  KubeError,
  type KubeObject,
  listMetadata,
  type ObjectMeta,
  patchObject,
} from '../../kube/index.ts';
import { MANAGER, PLATFORM_LABEL } from '../../resources/index.ts';
import type { Intent } from '../plan/plan.ts';
import { packSnapshot, type Snapshot, unpackSnapshot } from './snapshot.ts';

/** How a run ended; `running` is also what a run says that was killed. */
export type RunOutcome = 'running' | 'done' | 'failed' | 'stopped';

/** One change of the platform, from its request to its result. */
export interface Run {
  readonly number: number;
  readonly platform: string;
  readonly intent: Intent;
  /** Who asked for it, as `alice@desk`. */
  readonly who: string;
  /** RFC 3339. */
  readonly startedAt: string;
  /** RFC 3339; absent while it runs, and for one that was killed. */
  readonly finishedAt?: string;
  readonly outcome: RunOutcome;
  /** What it set out to do: `create 24` and the like. */
  readonly summary: string;
  /** The run it went back to. */
  readonly rolledBackTo?: number;
}

const KIND = { apiVersion: 'v1', kind: 'Secret' } as const;
const TYPE = 'naas.dev/run';
const RUN_LABEL = 'naas.dev/run';
/** Where a run's description is: annotations can be listed without what the run wanted, which holds secrets. */
const ANNOTATION = 'naas.dev/run';

/** Runs that are kept, as many as Helm keeps revisions. */
const HISTORY_MAX = 10;

const runSchema: z.ZodType<Run> = z.object({
  number: z.number(),
  platform: z.string(),
  intent: z.enum(['deploy', 'adopt', 'rollback', 'destroy']),
  who: z.string(),
  startedAt: z.string(),
  finishedAt: z.exactOptional(z.string()),
  outcome: z.enum(['running', 'done', 'failed', 'stopped']),
  summary: z.string(),
  rolledBackTo: z.exactOptional(z.number()),
});

interface RunOptions {
  readonly signal: AbortSignal;
}

/** Lists the runs that are kept, the latest first. */
export async function listRuns(kube: Kube, { signal }: RunOptions): Promise<Run[]> {
  const found = await listMetadata(kube, KIND, { namespace: PLATFORM_NAMESPACE, labelSelector: RUN_LABEL, signal });
  return found.flatMap((metadata) => runOf(metadata) ?? []).sort((a, b) => b.number - a.number);
}

/** Reads what a run wanted; undefined when it is not kept any more. */
export async function readSnapshot(kube: Kube, number: number, options: RunOptions): Promise<Snapshot | undefined> {
  const secret = await getObject(kube, { ...KIND, namespace: PLATFORM_NAMESPACE, name: nameOfRun(number) }, options);
  const packed = (secret?.['data'] as { snapshot?: string } | undefined)?.snapshot;
  return packed === undefined ? undefined : unpackSnapshot(packed);
}

/** Puts a run on record before it changes anything, under the next free number. */
export async function beginRun(
  kube: Kube,
  run: Omit<Run, 'number' | 'outcome' | 'finishedAt'>,
  { snapshot, signal }: RunOptions & { readonly snapshot: Snapshot },
): Promise<Run> {
  const earlier = await listRuns(kube, { signal });
  for (let number = (earlier[0]?.number ?? 0) + 1; ; number += 1) {
    const begun: Run = { ...run, number, outcome: 'running' };
    try {
      await createObject(kube, runObject(begun, snapshot), { signal });
      return begun;
    } catch (error) {
      if (!(error instanceof KubeError) || error.reason !== 'AlreadyExists') throw error;
    }
  }
}

/** Puts on record how a run ended and what it had wanted by then, and forgets those that are older than are kept. */
export async function endRun(
  kube: Kube,
  run: Run,
  { snapshot, signal }: RunOptions & { readonly snapshot: Snapshot },
): Promise<void> {
  const { metadata, data } = runObject(run, snapshot);
  const ref = { ...KIND, namespace: PLATFORM_NAMESPACE, name: metadata.name };
  await patchObject(kube, ref, { metadata: { annotations: metadata.annotations }, data }, { signal });
  for (const { number } of (await listRuns(kube, { signal })).slice(HISTORY_MAX)) {
    await deleteObject(kube, { ...KIND, namespace: PLATFORM_NAMESPACE, name: nameOfRun(number) }, { signal });
  }
}

function runObject(run: Run, snapshot: Snapshot): KubeObject {
  return {
    ...KIND,
    metadata: {
      name: nameOfRun(run.number),
      namespace: PLATFORM_NAMESPACE,
      labels: { 'app.kubernetes.io/managed-by': MANAGER, [PLATFORM_LABEL]: run.platform, [RUN_LABEL]: `${run.number}` },
      annotations: { [ANNOTATION]: JSON.stringify(run) },
    },
    type: TYPE,
    data: { snapshot: packSnapshot(snapshot) },
  };
}

function nameOfRun(number: number): string {
  return `naas-run-${number}`;
}

/** A run whose description somebody damaged is left out rather than in the way. */
function runOf({ annotations }: ObjectMeta): Run | undefined {
  try {
    return runSchema.parse(JSON.parse(annotations?.[ANNOTATION] ?? ''));
  } catch {
    return undefined;
  }
}
