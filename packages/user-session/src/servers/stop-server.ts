import { NaasError } from '@naas/sdk';
import { call, type CallOptions, refusal, seconds, startDeadline } from '../http/index.ts';
import { getUser, type Hub, personUnknown, serverApiPath, type ServerRef, serverWords } from '../hub/index.ts';

const DEFAULT_DEADLINE_MS = 120_000;
const POLL_MS = 500;

/**
 * Stops a person's server and waits until the hub says that it is gone; a start that is under way is interrupted. The
 * home stays. Needs the scope `delete:servers`.
 *
 * @throws NaasError `TIMED_OUT` when the hub still has it at the deadline (two minutes unless told); `PERSON_UNKNOWN`
 * for a name the hub does not have.
 */
export async function stopServer(
  hub: Hub,
  ref: ServerRef,
  options: CallOptions = {},
): Promise<{ elapsedMs: number; wasRunning: boolean }> {
  const { clock } = hub.api;
  const began = clock.now();
  const deadline = startDeadline(clock, options.deadlineMs ?? DEFAULT_DEADLINE_MS, options.signal);
  const isThere = async () => {
    const user = await getUser(hub, ref.user, { signal: deadline.signal });
    if (user === undefined) throw personUnknown(ref.user);
    return user.servers.some(({ name }) => name === (ref.server ?? ''));
  };
  try {
    const wasRunning = await isThere();
    if (!wasRunning) return { elapsedMs: 0, wasRunning };
    const within = { signal: deadline.signal, deadlineMs: deadline.remainingMs() };
    const answer = await call(hub.api, { method: 'DELETE', path: serverApiPath(ref) }, within);
    // 404: it went between the two calls.
    if (![202, 204, 404].includes(answer.status)) throw refusal(hub.api, answer, `stop ${serverWords(ref)}`);
    while (await isThere()) await clock.sleep(POLL_MS, deadline.signal);
    return { elapsedMs: clock.now() - began, wasRunning };
  } catch (error) {
    if (!deadline.passed()) throw error;
    const message = `The hub did not finish stopping ${serverWords(ref)} within ${seconds(deadline.ms)}.`;
    throw new NaasError('TIMED_OUT', message, { retryable: true, cause: error });
  }
}
