import { NaasError } from '../../errors.ts';
import type { Clock, Verdict } from '../../kube/index.ts';
import type { ReadyCheck, ReadyContext } from '../component.ts';

const POLL_MS = 500;
const DEADLINE_MS = 300_000;

/** How long a cause that waiting does not cure may stand before it is final: some cure themselves at once. */
const FATAL_AFTER_MS = 8_000;

export interface BecomeReadyOptions {
  /** Told each reason that is not the one before it. */
  readonly waiting: (reason: string) => void;
  readonly clock: Clock;
}

type NotReady = Exclude<Verdict, { readonly state: 'ready' }>;

/**
 * Waits until a check holds.
 *
 * @throws NaasError `COMPONENT_NOT_READY` with the cause soon after it is known that waiting will not help, `TIMED_OUT`
 * with the last reason at the deadline.
 */
export async function becomeReady(
  check: ReadyCheck,
  context: ReadyContext,
  { waiting, clock }: BecomeReadyOptions,
): Promise<void> {
  const start = clock.now();
  let failingSince: number | undefined;
  let told = '';
  for (;;) {
    context.signal.throwIfAborted();
    const verdict = await judge(check, context);
    if (verdict.state === 'ready') return;
    const now = clock.now();
    failingSince = verdict.state === 'failed' ? (failingSince ?? now) : undefined;
    if (failingSince !== undefined && now - failingSince >= FATAL_AFTER_MS) throw failed(check, verdict);
    if (now - start >= DEADLINE_MS) throw timedOut(check, verdict);
    if (verdict.reason !== told) waiting(verdict.reason);
    told = verdict.reason;
    await clock.sleep(POLL_MS, context.signal);
  }
}

/** What cannot be asked at the moment is not ready yet; what may not be asked never will be. */
async function judge(check: ReadyCheck, context: ReadyContext): Promise<Verdict> {
  try {
    return await check.judge(context);
  } catch (error) {
    context.signal.throwIfAborted();
    if (!NaasError.is(error) || error.code === 'KUBE_FORBIDDEN' || error.code === 'KUBE_UNAUTHORIZED') throw error;
    return { state: 'waiting', reason: error.message };
  }
}

function failed(check: ReadyCheck, verdict: NotReady): NaasError {
  return new NaasError('COMPONENT_NOT_READY', `${name(check)} is not ready: ${verdict.reason}`, {
    subject: check.subject,
    ...('hint' in verdict && verdict.hint !== undefined ? { hint: verdict.hint } : {}),
  });
}

function timedOut(check: ReadyCheck, { reason }: NotReady): NaasError {
  const minutes = DEADLINE_MS / 60_000;
  return new NaasError('TIMED_OUT', `${name(check)} was not ready within ${minutes} minutes: ${reason}`, {
    subject: check.subject,
    retryable: true,
    hint: 'What was applied stays. See whether it gets there: naas status. Then deploy again.',
  });
}

function name({ subject }: ReadyCheck): string {
  return `${subject.kind} ${subject.namespace === undefined ? '' : `${subject.namespace}/`}${subject.name}`;
}
