import { z } from 'zod';
import { getObject, type Kube } from '../../kube/index.ts';
import type { ReleaseRef } from '../releases/release.ts';
import { type RevisionRecord, revisionRecords, SECRET } from './record.ts';
import { type RepairKind, unfinishedOf } from './unfinished.ts';
import { repairWords, waitWords } from './words.ts';

/** A release that Helm left half done and cannot go on with by itself. */
export interface StuckRelease extends ReleaseRef {
  /** Helm's word for its newest revision; `failed` only when no revision was ever deployed. */
  readonly state: StuckState;
  readonly revision: number;
  /** When Helm last wrote that revision's record, by the API server's clock; RFC 3339. */
  readonly since: string;
  readonly ageMs: number;
  /** The last revision that was deployed, which Helm goes on from; absent when none ever was. */
  readonly deployedRevision?: number;
  /** Too young to be sure that no Helm is at work on it: not to be repaired yet. */
  readonly mayStillRun: boolean;
  readonly repair: RepairKind;
  /** The records that the repair is about, newest first. */
  readonly unfinished: readonly RevisionRecord[];
  /** What is wrong, what will be done and what is kept, in a sentence; or how long to wait. */
  readonly words: string;
}

export type StuckState = 'pending-install' | 'pending-upgrade' | 'pending-rollback' | 'uninstalling' | 'failed';

export interface StuckReleaseOptions {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly signal?: AbortSignal;
}

/** Helm gives up after five minutes unless told otherwise; a minute for what it does then. */
const MAY_RUN_MS = 6 * 60_000;

/** Recognises a release that is stuck, from the labels of Helm's records; undefined when it is not, or not there. */
export async function stuckRelease(
  kube: Kube,
  ref: ReleaseRef,
  { now, ...options }: StuckReleaseOptions,
): Promise<StuckRelease | undefined> {
  const found = unfinishedOf(await revisionRecords(kube, ref, options));
  const newest = found?.records[0];
  if (!newest) return undefined;
  const since = await lastWritten(kube, { ...SECRET, namespace: ref.namespace, name: newest.secret }, options);
  // It has ended, one way or the other, between the two requests.
  if (since === undefined) return stuckRelease(kube, ref, { now, ...options });
  const state = newest.status as StuckState;
  const ageMs = now - Date.parse(since);
  const stuck = {
    name: ref.name,
    namespace: ref.namespace,
    state,
    revision: newest.revision,
    since,
    ageMs,
    ...(found.deployedRevision === undefined ? {} : { deployedRevision: found.deployedRevision }),
    mayStillRun: state !== 'failed' && ageMs < MAY_RUN_MS,
    repair: found.repair,
    unfinished: found.records,
  };
  const until = new Date(Date.parse(since) + MAY_RUN_MS).toISOString();
  return { ...stuck, words: stuck.mayStillRun ? waitWords(stuck, until) : repairWords(stuck) };
}

const managedFields = z.array(z.object({ time: z.string().optional() }));

/**
 * When an object was last written. Helm's own labels for it cannot be believed: a new revision starts with the label
 * `modifiedAt` of the one before.
 */
async function lastWritten(
  kube: Kube,
  ref: typeof SECRET & { readonly namespace: string; readonly name: string },
  options: { readonly signal?: AbortSignal },
): Promise<string | undefined> {
  const metadata = (await getObject(kube, ref, options))?.metadata;
  const times = managedFields.safeParse(metadata?.managedFields).data?.flatMap(({ time }) => time ?? []) ?? [];
  return times.toSorted().at(-1) ?? metadata?.creationTimestamp;
}
