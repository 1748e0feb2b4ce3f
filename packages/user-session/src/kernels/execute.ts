import { NaasError } from '@naas/sdk';
import { type CallOptions, type Deadline, seconds, startDeadline } from '../http/index.ts';
import { type KernelChannel, openChannel } from './kernel-channel.ts';
import { addMessage, type Outcome } from './outcome.ts';
import type { PersonServer } from './person-server.ts';

const DEFAULT_DEADLINE_MS = 60_000;
const NUDGE_MS = 3_000;

/**
 * Runs code in a kernel and gives back what it printed, showed and ended in. Code that raises is an outcome, not an
 * error of ours.
 *
 * @throws NaasError `KERNEL_FAILED` when the kernel dies, the connection breaks, or it has not finished in time (one
 * minute unless told; the code then runs on until the kernel is interrupted or stopped).
 */
export async function execute(
  server: PersonServer,
  kernel: { readonly id: string; readonly code: string },
  options: CallOptions = {},
): Promise<Outcome> {
  const deadline = startDeadline(server.api.clock, options.deadlineMs ?? DEFAULT_DEADLINE_MS, options.signal);
  try {
    await using channel = await openChannel(server, kernel.id, deadline.signal);
    await listenFirst(server, channel, deadline);
    return await run(channel, kernel, deadline);
  } catch (error) {
    if (!deadline.passed()) throw error;
    const message = `Kernel ${kernel.id} did not finish within ${seconds(deadline.ms)}.`;
    throw new NaasError('KERNEL_FAILED', message, { retryable: true, cause: error });
  }
}

/** A kernel that has just started may lose what it shows before the subscription holds: ask until its status comes back. */
async function listenFirst(server: PersonServer, channel: KernelChannel, deadline: Deadline): Promise<void> {
  const heard = new AbortController();
  const asked = new Set<string>();
  const nudging = (async () => {
    while (!heard.signal.aborted) {
      asked.add(channel.request('kernel_info_request', {}));
      await server.api.clock.sleep(NUDGE_MS, AbortSignal.any([deadline.signal, heard.signal]));
    }
  })().catch(() => undefined);
  try {
    for await (const message of channel.messages(deadline.signal)) {
      const parent = parentOf(message);
      if (message.header.msg_type === 'status' && parent !== undefined && asked.has(parent)) return;
    }
  } finally {
    heard.abort();
    await nudging;
  }
}

async function run(channel: KernelChannel, kernel: { id: string; code: string }, deadline: Deadline): Promise<Outcome> {
  const id = channel.request('execute_request', {
    code: kernel.code,
    silent: false,
    store_history: false,
    user_expressions: {},
    allow_stdin: false,
    stop_on_error: true,
  });
  let outcome: Outcome = { status: 'ok', text: '', pictures: [] };
  let replied = false;
  let idle = false;
  for await (const message of channel.messages(deadline.signal)) {
    const { msg_type: type } = message.header;
    const { execution_state: state, status } = message.content as { execution_state?: string; status?: string };
    if (type === 'status' && (state === 'restarting' || state === 'dead')) {
      throw new NaasError('KERNEL_FAILED', `Kernel ${kernel.id} died while it computed.`, {
        hint: 'Its memory limit is the usual cause: naas status shows the pod.',
      });
    }
    if (parentOf(message) !== id) continue;
    outcome = addMessage(outcome, type, message.content);
    if (type === 'execute_reply') {
      replied = true;
      if (status !== 'ok') outcome = { ...outcome, status: 'error' };
    }
    // Output may arrive after the reply: only reply and idle together are the end.
    if (type === 'status' && state === 'idle') idle = true;
    if (replied && idle) return outcome;
  }
  return outcome;
}

function parentOf(message: { parent_header: object }): string | undefined {
  return (message.parent_header as { msg_id?: string }).msg_id;
}
