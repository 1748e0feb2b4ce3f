import type { Clock } from '../clock.ts';

/** What every call of this package takes. */
export interface CallOptions {
  readonly signal?: AbortSignal;
  /** After this many milliseconds the call ends with an error that says what it waited for. */
  readonly deadlineMs?: number;
}

/** One span of time that several calls share. */
export interface Deadline {
  readonly ms: number;
  /** Aborts at the deadline, or when the caller gives up. */
  readonly signal: AbortSignal;
  /** Whether time is what ended it, not the caller. */
  passed(): boolean;
  remainingMs(): number;
}

/** Starts a deadline. The timer holds nobody back: a process that has nothing else to do ends. */
export function startDeadline(clock: Clock, ms: number, signal?: AbortSignal): Deadline {
  const end = clock.now() + ms;
  const timer = AbortSignal.timeout(Math.ceil(ms));
  return {
    ms,
    signal: signal ? AbortSignal.any([signal, timer]) : timer,
    passed: () => (timer.aborted || clock.now() >= end) && signal?.aborted !== true,
    remainingMs: () => Math.max(0, end - clock.now()),
  };
}

/** Milliseconds as a person says them: `12 s`, `0.4 s`. */
export function seconds(ms: number): string {
  return `${ms < 10_000 ? Number((ms / 1000).toFixed(1)) : Math.round(ms / 1000)} s`;
}
