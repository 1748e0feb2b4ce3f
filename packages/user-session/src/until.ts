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
  const tooLate = (cause?: unknown) =>
    new NaasError('TIMED_OUT', `${options.otherwise} within ${seconds(deadline.ms)}.`, { retryable: true, cause });
  while (!(await answer())) if (deadline.passed()) throw tooLate();

  async function answer(): Promise<boolean> {
    try {
      if (await isSo(deadline.signal)) return true;
      await options.clock.sleep(POLL_MS, deadline.signal);
      return false;
    } catch (error) {
      throw deadline.passed() ? tooLate(error) : error;
    }
  }
}
