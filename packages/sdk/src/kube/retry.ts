import { NaasError } from '../errors.ts';
import type { Clock } from './clock.ts';
import { KubeError } from './kube-error.ts';

export interface RetryOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** When to stop, on the clock. */
  readonly deadlineAt: number;
  /** False for a request that must not reach the server twice. */
  readonly repeatable: boolean;
  readonly onRetry?: (() => void) | undefined;
}

const ATTEMPTS = 6;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 8_000;
/** Failures in which the request cannot have reached the server. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

/**
 * Repeats an attempt while its failure is one that passes: a broken connection, an overloaded or restarting server.
 * A server that says how long to wait is taken at its word; otherwise the pauses double, each shortened by chance.
 */
export async function withRetries<T>(attempt: () => Promise<T>, options: RetryOptions): Promise<T> {
  for (let count = 1; ; count += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (options.signal.aborted || count === ATTEMPTS || !mayRepeat(error, options.repeatable)) throw error;
      const pause = pauseAfter(error, count, options.clock);
      if (options.clock.now() + pause >= options.deadlineAt) throw error;
      await options.clock.sleep(pause, options.signal);
      options.onRetry?.();
    }
  }
}

/** Milliseconds before the next attempt: what the server asked for, else a random part of a doubling span. */
export function backoff(
  count: number,
  clock: Clock,
  limits = { first: FIRST_PAUSE_MS, longest: LONGEST_PAUSE_MS },
): number {
  const span = Math.min(limits.longest, limits.first * 2 ** (count - 1));
  return span / 2 + (span / 2) * clock.random();
}

function pauseAfter(error: unknown, count: number, clock: Clock): number {
  const asked = error instanceof KubeError ? error.retryAfterMs : undefined;
  return asked ?? backoff(count, clock);
}

function mayRepeat(error: unknown, repeatable: boolean): boolean {
  if (!NaasError.is(error) || !error.retryable) return false;
  if (repeatable) return true;
  // 429 is given before the request is looked at, so nothing can have happened yet.
  return error instanceof KubeError && (error.status === 429 || NEVER_SENT.has(error.reason));
}
