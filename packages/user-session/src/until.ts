import { NaasError } from '@naas/sdk';
import type { Clock } from './clock.ts';
import { seconds, startDeadline } from './http/index.ts';

const POLL_MS = 300;

export interface UntilOptions {
  readonly clock: Clock;
  readonly deadlineMs: number;
  /** What did not happen, as the error says it: `The pod nb-1 did not go`. */
  readonly otherwise: string;
  readonly signal?: AbortSignal | undefined;
}

/** Asks again and again until the answer is yes. @throws NaasError `TIMED_OUT` at the deadline. */
export async function until(isSo: (signal: AbortSignal) => Promise<boolean>, options: UntilOptions): Promise<void> {
  const deadline = startDeadline(options.clock, options.deadlineMs, options.signal);
  try {
    while (!(await isSo(deadline.signal))) await options.clock.sleep(POLL_MS, deadline.signal);
  } catch (error) {
    if (!deadline.passed()) throw error;
    throw new NaasError('TIMED_OUT', `${options.otherwise} within ${seconds(deadline.ms)}.`, {
      retryable: true,
      cause: error,
    });
  }
}
