import { wireOf } from '../connection.ts';
import type { Kube } from '../connection.ts';
import { NaasError } from '../../errors.ts';
import type { KubeObject, ObjectRef } from '../object.ts';
import { eventFrom, involving } from '../objects/events.ts';
import type { KubeEvent } from '../objects/events.ts';
import { waitForObject } from '../objects/wait.ts';
import type { Judge, Verdict, WaitOptions } from '../objects/wait.ts';
import { watchObjects } from '../objects/watch.ts';
import { explainWith } from './explain-pod.ts';
import { isFinished, isReady, PodShape } from './pod-shape.ts';
import type { Pod } from './pod-shape.ts';

export interface WaitForPodOptions extends WaitOptions {
  /** Milliseconds that a fatal cause must last before it is believed. @default 8_000 */
  readonly fatalAfterMs?: number;
}

const FATAL_AFTER_MS = 8_000;

/**
 * Waits until a pod is ready, or has finished (well or badly: read its phase), and gives it back.
 *
 * Its events are watched along with it, so that the cause is known even when somebody deletes both.
 *
 * @throws NaasError `COMPONENT_NOT_READY` when the cause will not pass by itself or the pod is deleted, `TIMED_OUT` at
 * the deadline; both say why.
 */
// oxlint-disable-next-line max-params -- where, what, until when and how: each is said at every call
export async function waitForPod(
  kube: Kube,
  ref: Omit<ObjectRef, 'apiVersion' | 'kind'>,
  until: 'ready' | 'finished',
  options: WaitForPodOptions,
): Promise<KubeObject> {
  const { namespace = 'default', name } = ref;
  const stop = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
  const events: KubeEvent[] = [];
  const gathering = gather(kube, { namespace, name, signal, events });
  const judge = createJudge(kube, { until, events, signal, fatalAfterMs: options.fatalAfterMs ?? FATAL_AFTER_MS });
  try {
    const pod = await waitForObject(kube, { apiVersion: 'v1', kind: 'Pod', name, namespace }, judge, options);
    if (!pod) throw new TypeError('a pod that is not there was judged ready');
    return pod;
  } finally {
    stop.abort();
    await gathering;
  }
}

/** Keeps every event about the pod, also those that are deleted since. */
async function gather(
  kube: Kube,
  about: { namespace: string; name: string; signal: AbortSignal; events: KubeEvent[] },
): Promise<void> {
  const { namespace, name, signal, events } = about;
  const fieldSelector = involving({ kind: 'Pod', name }) ?? '';
  try {
    for await (const { type, object } of watchObjects(
      kube,
      { apiVersion: 'v1', kind: 'Event' },
      { namespace, fieldSelector, signal },
    )) {
      if (type !== 'DELETED') events.push(eventFrom(object));
    }
  } catch (error) {
    // Without the right to read events the pod itself still says much.
    if (!signal.aborted && !NaasError.is(error)) throw error;
  }
}

function createJudge(
  kube: Kube,
  about: { until: 'ready' | 'finished'; events: readonly KubeEvent[]; signal: AbortSignal; fatalAfterMs: number },
): Judge {
  const { clock } = wireOf(kube);
  let seen = false;
  let lastReason = '';
  let fatalSince: number | undefined;

  return async (object): Promise<Verdict> => {
    if (!object) {
      const gone = lastReason ? `it was deleted; before that, ${lastReason}` : 'it was deleted';
      return seen ? { state: 'failed', reason: gone } : { state: 'waiting', reason: 'the pod is not there yet' };
    }
    seen = true;
    const pod: Pod = PodShape.parse(object);
    if (about.until === 'finished' ? isFinished(pod) : isReady(pod)) return { state: 'ready' };
    const own = about.events.filter((event) => concerns(event, pod));
    const { reason, fatal } = await explainWith(kube, pod, { events: own, signal: about.signal });
    lastReason = reason;
    if (isFinished(pod)) return { state: 'failed', reason };
    fatalSince = fatal ? (fatalSince ?? clock.now()) : undefined;
    const lasting = fatalSince !== undefined && clock.now() - fatalSince >= about.fatalAfterMs;
    return { state: lasting ? 'failed' : 'waiting', reason };
  };
}

/** A pod of the same name before this one had events too. */
function concerns(event: KubeEvent, pod: Pod): boolean {
  return event.uid === undefined || pod.metadata.uid === undefined || event.uid === pod.metadata.uid;
}
