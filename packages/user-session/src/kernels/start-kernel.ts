import { NaasError } from '@naas/sdk';
import { GATEWAY_WORDS, type GatewayKernel, kernelSchema, kernelspecsSchema } from '../gateway/index.ts';
import { type Answer, call, type CallOptions, parse, seconds, startDeadline, wordsOf } from '../http/index.ts';
import { isNotRunning, type PersonServer, serverRefusal } from './person-server.ts';

const DEFAULT_DEADLINE_MS = 180_000;
const USUAL_KERNELSPEC = 'python_kubernetes';

export interface StartKernelOptions extends CallOptions {
  /** @default 'python_kubernetes', or else what the server itself would take */
  readonly kernelspec?: string;
  /** The notebook's directory, relative to the home. */
  readonly path?: string;
}

/**
 * Starts a kernel through a person's server, as a notebook does, and waits until it is connected.
 *
 * @throws NaasError `KERNEL_NOT_STARTED` with the words of the server or the gateway; `GATEWAY_UNREACHABLE` when the
 * server cannot get to the gateway. Three minutes unless told.
 */
export async function startKernel(server: PersonServer, options: StartKernelOptions = {}): Promise<GatewayKernel> {
  const { clock } = server.api;
  const deadline = startDeadline(clock, options.deadlineMs ?? DEFAULT_DEADLINE_MS, options.signal);
  try {
    const name = options.kernelspec ?? (await chooseKernelspec(server, { signal: deadline.signal }));
    const body = { name, ...(options.path !== undefined && { path: options.path }) };
    const within = { signal: deadline.signal, deadlineMs: deadline.remainingMs() };
    const answer = await call(server.api, { method: 'POST', path: 'kernels', body }, within);
    if (answer.status === 201) return parse(server.api, kernelSchema, answer.body);
    throw gatewayIsAway(server, answer) ?? notStarted(server, answer);
  } catch (error) {
    if (!deadline.passed()) throw error;
    const message = `No kernel started for ${server.user} within ${seconds(deadline.ms)}.`;
    throw new NaasError('KERNEL_NOT_STARTED', message, { retryable: true, cause: error });
  }
}

async function chooseKernelspec(server: PersonServer, options: CallOptions): Promise<string> {
  // With the gateway away a server tries three times of 40 seconds before it says so.
  const answer = await call(server.api, { path: 'kernelspecs' }, { ...options, deadlineMs: DEFAULT_DEADLINE_MS });
  if (answer.status !== 200) {
    throw gatewayIsAway(server, answer) ?? serverRefusal(server, answer, 'list its kernelspecs');
  }
  const { kernelspecs, default: preferred } = parse(server.api, kernelspecsSchema, answer.body);
  // Behind a gateway the server names a default that does not exist.
  const wanted = [USUAL_KERNELSPEC, preferred, Object.keys(kernelspecs)[0]];
  const name = wanted.find((candidate) => candidate != null && candidate in kernelspecs);
  if (name != null) return name;
  throw new NaasError('KERNEL_NOT_STARTED', `The server of ${server.user} offers no kernelspec.`, {
    hint: 'See naas kernelspecs list.',
  });
}

/** How Jupyter Server passes on that it got nowhere: 599 and 504 for time, 503 for a refused connection, 404 for a name nobody has. */
function gatewayIsAway(server: PersonServer, answer: Answer): NaasError | undefined {
  const words = wordsOf(answer.body);
  const away =
    answer.status === 599 ||
    ([502, 503, 504].includes(answer.status) && /gateway server|error from gateway/i.test(words)) ||
    (answer.status === 404 && words.includes('gateway_url'));
  if (!away) return undefined;
  return new NaasError('GATEWAY_UNREACHABLE', `The server of ${server.user} cannot reach ${GATEWAY_WORDS}.`, {
    hint: 'See whether the gateway runs, and whether a network policy lets servers reach it: naas status.',
    retryable: true,
  });
}

function notStarted(server: PersonServer, answer: Answer): NaasError {
  if (isNotRunning(answer)) return serverRefusal(server, answer, 'start a kernel');
  const said = wordsOf(answer.body);
  // Jupyter Server 2.x leaves the placeholders in ("Error from Gateway: [%s] %s."): the gateway's reason is lost there.
  const words = said === '' || said.includes('%s') ? `the gateway answered with status ${answer.status}` : said;
  return new NaasError('KERNEL_NOT_STARTED', `No kernel started for ${server.user}: ${words}`, {
    retryable: answer.status >= 500,
  });
}
