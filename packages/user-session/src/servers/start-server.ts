import { NaasError } from '@naas/sdk';
import {
  call,
  type CallOptions,
  capitalised,
  type Deadline,
  fail,
  parse,
  readEventStream,
  refusal,
  seconds,
  send,
  startDeadline,
  wordsOf,
} from '../http/index.ts';
import {
  getUser,
  type Hub,
  personUnknown,
  progressSchema,
  serverApiPath,
  type ServerRef,
  serverWords,
} from '../hub/index.ts';
import { failureReason, type ServerProgress, type StartStory, tellOn } from './server-progress.ts';

const DEFAULT_DEADLINE_MS = 300_000;
const PAUSE_MS = 1_000;
/** In a row, without one event between them: longer than a restart of the hub takes. */
const MOST_BREAKS = 30;

/**
 * Starts a person's server and tells how far it is, until it is ready. A server that runs already yields one ready
 * event. Needs the scope `servers`.
 *
 * @throws NaasError `SERVER_NOT_STARTED` with the cause when it fails or is not ready in time (five minutes unless
 * told); `PERSON_UNKNOWN` for a name the hub does not have.
 */
export async function* startServer(
  hub: Hub,
  ref: ServerRef,
  options: CallOptions = {},
): AsyncGenerator<ServerProgress> {
  const deadline = startDeadline(hub.api.clock, options.deadlineMs ?? DEFAULT_DEADLINE_MS, options.signal);
  let story: StartStory = {};
  try {
    await requestStart(hub, ref, deadline);
    for (let breaks = 0; ; breaks += 1) {
      try {
        for await (const event of progressOf(hub, ref, deadline)) {
          breaks = 0;
          story = tellOn(story, event);
          if (event.failed === true) throw notStarted(ref, failureReason(story, event.message));
          yield { percent: event.progress, message: event.message, ...(event.ready === true && { ready: true }) };
          if (event.ready === true) return;
        }
      } catch (error) {
        if (!isPassing(error) || deadline.signal.aborted || breaks >= MOST_BREAKS) throw error;
      }
      // The stream ended early, as it does when the hub or the proxy restarts: look again.
      await hub.api.clock.sleep(PAUSE_MS, deadline.signal);
    }
  } catch (error) {
    if (!deadline.passed()) throw error;
    const seen = failureReason(story, '');
    throw notStarted(ref, `it was not ready within ${seconds(deadline.ms)}; last seen: ${seen}`, error);
  }
}

async function requestStart(hub: Hub, ref: ServerRef, deadline: Deadline): Promise<void> {
  for (;;) {
    const within = { signal: deadline.signal, deadlineMs: deadline.remainingMs() };
    const answer = await call(hub.api, { method: 'POST', path: serverApiPath(ref) }, within);
    const words = wordsOf(answer.body);
    if (answer.status === 201 || answer.status === 202) return;
    if (answer.status === 400 && words.includes('already running')) return;
    if (answer.status === 404) throw personUnknown(ref.user);
    if (answer.status === 400 && words.includes('pending stop')) {
      await hub.api.clock.sleep(PAUSE_MS, deadline.signal);
      continue;
    }
    if (answer.status === 401 || answer.status === 403) throw refusal(hub.api, answer, `start ${serverWords(ref)}`);
    throw notStarted(ref, words === '' ? `the hub answered with status ${answer.status}` : words);
  }
}

async function* progressOf(hub: Hub, ref: ServerRef, deadline: Deadline) {
  // A reader that stops in the middle must not leave the connection open.
  const reader = new AbortController();
  const connected = { ...deadline, signal: AbortSignal.any([deadline.signal, reader.signal]) };
  const request = { path: `${serverApiPath(ref)}/progress`, accept: 'text/event-stream' };
  try {
    const response = await send(hub.api, request, connected);
    if (response.status === 400 || response.status === 404) {
      await response.body?.cancel();
      yield await judgeWithoutProgress(hub, ref, deadline);
      return;
    }
    if (response.status !== 200 || response.body === null) {
      const body = await response.text();
      throw refusal(hub.api, { status: response.status, body }, `tell about ${serverWords(ref)}`);
    }
    for await (const data of readEventStream(response.body)) {
      yield parse(hub.api, progressSchema, jsonOf(data));
    }
  } catch (error) {
    if (NaasError.is(error)) throw error;
    fail(hub.api, deadline, error);
  } finally {
    reader.abort();
  }
}

/** The hub has no progress to tell: the server got ready meanwhile, or the start is over and forgotten. */
async function judgeWithoutProgress(hub: Hub, ref: ServerRef, deadline: Deadline) {
  const user = await getUser(hub, ref.user, { signal: deadline.signal });
  if (user === undefined) throw personUnknown(ref.user);
  const server = user.servers.find(({ name }) => name === (ref.server ?? ''));
  if (server === undefined) return { progress: 100, failed: true, message: 'the hub knows of no start any more' };
  return { progress: server.ready ? 100 : 0, message: server.ready ? 'Server ready' : '', ready: server.ready };
}

/** A hub that restarts is away, or refuses with a 5xx, for some seconds. */
function isPassing(error: unknown): boolean {
  return NaasError.is(error) && error.retryable && error.code !== 'SERVER_NOT_STARTED';
}

function notStarted(ref: ServerRef, reason: string, cause?: unknown): NaasError {
  return new NaasError('SERVER_NOT_STARTED', `${capitalised(serverWords(ref))} did not start: ${reason}`, {
    retryable: true,
    subject: { kind: 'Server', name: ref.server ? `${ref.user}/${ref.server}` : ref.user },
    ...(cause !== undefined && { cause }),
  });
}

function jsonOf(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}
