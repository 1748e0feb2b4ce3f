import { NaasError } from '../../errors.ts';
import { wireOf } from '../connection.ts';
import type { Kube } from '../connection.ts';
import { KubeError } from '../kube-error.ts';
import type { KubeObject, ResourceKind } from '../object.ts';
import { backoff } from '../retry.ts';
import { createCache } from './watch-cache.ts';
import { listVersioned } from './read.ts';
import { openWatch } from './watch-stream.ts';

export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: KubeObject;
}

export interface WatchOptions {
  /** Ends the watch. */
  readonly signal: AbortSignal;
  /** @default all namespaces */
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  /** Milliseconds without a line, bookmarks included, before the connection counts as dead. @default 180_000 */
  readonly stallMs?: number;
}

/** What {@link followObjects} tells besides changes: that all there was has been told. */
export interface Synced {
  readonly type: 'SYNCED';
}

const STALL_MS = 180_000;
const PAUSE = { first: 800, longest: 30_000 };
/** A watch that lived this long was healthy, however it ended. */
const HEALTHY_MS = 5_000;
/** Failures in a row after which the version we hold is no longer trusted: the store may have been restored. */
const RELIST_AFTER = 3;

/**
 * Tells every object there is as ADDED, then every change, until the signal aborts.
 *
 * Survives expiry, closing, broken connections and silence: what was missed meanwhile is told, deletions included.
 * See the API concepts, "Efficient detection of changes".
 *
 * @throws KubeError when the first list fails, or the server refuses for a reason that does not pass.
 */
export async function* watchObjects(
  kube: Kube,
  kind: ResourceKind,
  options: WatchOptions,
): AsyncGenerator<WatchEvent, void> {
  for await (const event of followObjects(kube, kind, options)) if (event.type !== 'SYNCED') yield event;
}

/** As {@link watchObjects}, and says SYNCED after each full list. */
export async function* followObjects(
  kube: Kube,
  kind: ResourceKind,
  options: WatchOptions,
): AsyncGenerator<WatchEvent | Synced, void> {
  const { signal, stallMs = STALL_MS, ...selection } = options;
  const { clock } = wireOf(kube);
  const cache = createCache();
  let version = '';
  let listed = false;
  let failures = 0;
  while (!signal.aborted) {
    const begun = clock.now();
    let passing = false;
    try {
      if (version === '') {
        const { objects, resourceVersion } = await listVersioned(kube, kind, { ...selection, signal });
        yield* cache.replace(objects);
        yield { type: 'SYNCED' };
        version = resourceVersion;
        listed = true;
      }
      for await (const line of openWatch(kube, kind, { ...selection, signal, stallMs, resourceVersion: version })) {
        failures = 0;
        passing = true;
        const event = line.type === 'BOOKMARK' ? undefined : cache.take(line.type, line.object);
        version = line.object.metadata.resourceVersion ?? version;
        if (event) yield event;
      }
    } catch (error) {
      if (signal.aborted) return;
      if (isExpired(error)) version = '';
      else if (!listed || !isPassing(error)) throw error;
    }
    if (signal.aborted) return;
    if (passing || clock.now() - begun >= HEALTHY_MS) {
      failures = 0;
      continue;
    }
    failures += 1;
    if (failures >= RELIST_AFTER) version = '';
    // The first reconnect is immediate; a server that keeps closing or refusing is given time.
    if (failures > 1) await clock.sleep(backoff(failures - 1, clock, PAUSE), signal).catch(() => undefined);
  }
}

function isExpired(error: unknown): boolean {
  return error instanceof KubeError && error.status === 410;
}

function isPassing(error: unknown): boolean {
  return NaasError.is(error) && (error.retryable || error.code === 'TIMED_OUT');
}
