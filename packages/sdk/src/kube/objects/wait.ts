import { NaasError } from '../../errors.ts';
import { wireOf } from '../connection.ts';
import type { Kube } from '../connection.ts';
import { nameOf } from '../object.ts';
import type { KubeObject, ObjectRef } from '../object.ts';
import { followLatest } from './latest.ts';

/** What a judge says of an object: well, on its way, or not going to be well by itself. */
export type Verdict =
  | { readonly state: 'ready' }
  | { readonly state: 'waiting'; readonly reason: string }
  | { readonly state: 'failed'; readonly reason: string; readonly hint?: string };

/** Judges an object; undefined is the object that is not there. */
export type Judge = (object: KubeObject | undefined) => Verdict | Promise<Verdict>;

export interface WaitOptions {
  /** Milliseconds after which the wait ends with the last reason. */
  readonly deadlineMs: number;
  /** Told each reason that is not the one before it. */
  readonly onReason?: (reason: string) => void;
  readonly signal?: AbortSignal;
}

/** How often an unchanged object is judged again: its verdict may depend on others, such as its events. */
const LOOK_AGAIN_MS = 1_500;

/**
 * Waits until a judge calls an object ready, and gives it back (undefined when its absence was waited for).
 *
 * @throws NaasError `TIMED_OUT` at the deadline and `COMPONENT_NOT_READY` when the judge says failed, each with the
 * last reason; the signal's own reason when it aborts.
 */
// oxlint-disable-next-line max-params -- where, what, until when and how: each is said at every call
export async function waitForObject(
  kube: Kube,
  ref: ObjectRef,
  judge: Judge,
  how: WaitOptions,
): Promise<KubeObject | undefined> {
  const { clock } = wireOf(kube);
  const stop = new AbortController();
  const signal = how.signal ? AbortSignal.any([how.signal, stop.signal]) : stop.signal;
  const deadlineAt = clock.now() + how.deadlineMs;
  const latest = followLatest(kube, ref, signal);
  let reason = `${nameOf(ref)} has not been looked at yet`;
  try {
    for (;;) {
      const left = deadlineAt - clock.now();
      if (left <= 0) throw timedOut(ref, how.deadlineMs, reason);
      await latest.changed(Math.min(left, LOOK_AGAIN_MS));
      how.signal?.throwIfAborted();
      if (!latest.synced) continue;
      const verdict = await judge(latest.object);
      if (verdict.state === 'ready') return latest.object;
      if (verdict.reason !== reason) how.onReason?.(verdict.reason);
      reason = verdict.reason;
      if (verdict.state === 'failed') throw failed(ref, verdict);
    }
  } finally {
    stop.abort();
    await latest.ended;
  }
}

function timedOut(ref: ObjectRef, deadlineMs: number, reason: string): NaasError {
  const message = `${nameOf(ref)} was not ready after ${deadlineMs / 1000} s: ${reason}`;
  return new NaasError('TIMED_OUT', message, { subject: ref, retryable: true });
}

function failed(ref: ObjectRef, { reason, hint }: { reason: string; hint?: string }): NaasError {
  const options = hint === undefined ? { subject: ref } : { subject: ref, hint };
  return new NaasError('COMPONENT_NOT_READY', `${nameOf(ref)} is not going to be ready: ${reason}`, options);
}
