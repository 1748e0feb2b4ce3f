import { setTimeout as sleep } from 'node:timers/promises';
import { NaasError } from '../errors.ts';
import type { ReadyCheck, ReadyContext } from './component.ts';

const POLL_MS = 500;
const DEADLINE_MS = 300_000;

/** How long a cause that waiting does not cure may stand before it is final: some cure themselves at once. */
const FATAL_AFTER_MS = 8_000;

/** Waits until a check holds. Ends with the cause: at the deadline, or soon when waiting will not help. */
export async function becomeReady(
  check: ReadyCheck,
  context: ReadyContext,
  waiting: (reason: string) => void,
): Promise<void> {
  const start = performance.now();
  let failingSince: number | undefined;
  let told = '';
  for (;;) {
    context.signal.throwIfAborted();
    const verdict = await check.judge(context);
    if (verdict.state === 'ready') return;
    const now = performance.now();
    failingSince = verdict.state === 'failed' ? (failingSince ?? now) : undefined;
    if (verdict.state === 'failed' && failingSince !== undefined && now - failingSince >= FATAL_AFTER_MS) {
      throw new NaasError('COMPONENT_NOT_READY', `${name(check)} is not ready: ${verdict.reason}`, {
        subject: check.subject,
        ...(verdict.hint === undefined ? {} : { hint: verdict.hint }),
      });
    }
    if (now - start >= DEADLINE_MS) {
      throw new NaasError(
        'TIMED_OUT',
        `${name(check)} was not ready within ${DEADLINE_MS / 60_000} minutes: ${verdict.reason}`,
        { subject: check.subject, retryable: true, hint: 'Deploy again to go on waiting.' },
      );
    }
    if (verdict.reason !== told) waiting(verdict.reason);
    told = verdict.reason;
    await sleep(POLL_MS, undefined, { signal: context.signal });
  }
}

function name({ subject }: ReadyCheck): string {
  return `${subject.kind} ${subject.namespace === undefined ? '' : `${subject.namespace}/`}${subject.name}`;
}
