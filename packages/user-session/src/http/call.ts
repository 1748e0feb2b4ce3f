import { NaasError } from '@naas/sdk';
import type { CallOptions, Deadline } from './deadline.ts';
import { seconds, startDeadline } from './deadline.ts';
import type { Endpoint } from './endpoint.ts';

const DEFAULT_DEADLINE_MS = 30_000;
const DEFAULT_RETRY_AFTER_MS = 2_000;

export interface Request {
  /** @default 'GET' */
  readonly method?: 'GET' | 'POST' | 'DELETE';
  /** Relative to the endpoint, its parts already encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** @default 'application/json' */
  readonly accept?: string;
}

/** What a service said: any status, the body read to its end. */
export interface Answer {
  readonly status: number;
  /** Parsed where the service says it is JSON, else text. */
  readonly body: unknown;
}

/**
 * Asks once and reads the whole answer. A 429 is not an answer: it is waited out as `Retry-After` says.
 *
 * @throws NaasError with the endpoint's `unreachable` code when there is no answer before the deadline (30 seconds
 * unless told), and its `refused` code when it stays too busy.
 */
export async function call(endpoint: Endpoint, request: Request, options: CallOptions = {}): Promise<Answer> {
  const deadline = startDeadline(endpoint.clock, options.deadlineMs ?? DEFAULT_DEADLINE_MS, options.signal);
  for (;;) {
    const response = await send(endpoint, request, deadline);
    const body = await readBody(response).catch((error: unknown) => fail(endpoint, deadline, error));
    if (response.status !== 429) return { status: response.status, body };
    const pauseMs = retryAfterMs(response.headers.get('retry-after'), endpoint.clock.now());
    if (pauseMs >= deadline.remainingMs()) {
      const message = `${endpoint.name} is too busy: it asks to come back in ${seconds(pauseMs)}.`;
      throw new NaasError(endpoint.codes.refused, capitalised(message), { retryable: true });
    }
    await endpoint.clock.sleep(pauseMs, options.signal);
  }
}

/** Sends a request and hands back the response with its body unread, for streams. Same errors as {@link call}. */
export async function send(endpoint: Endpoint, request: Request, deadline: Deadline): Promise<Response> {
  const url = new URL(request.path, endpoint.url);
  for (const [name, value] of Object.entries(request.query ?? {})) url.searchParams.set(name, value);
  const headers = new Headers({
    accept: request.accept ?? 'application/json',
    authorization: endpoint.authorization(),
  });
  if (request.body !== undefined) headers.set('content-type', 'application/json');
  // No API redirects: who does is a sign-in page or the hub in a server's place, and following would hide that.
  const init: RequestInit = { method: request.method ?? 'GET', headers, signal: deadline.signal, redirect: 'manual' };
  if (request.body !== undefined) init.body = JSON.stringify(request.body);
  try {
    return await endpoint.fetch(url, init);
  } catch (error) {
    return fail(endpoint, deadline, error);
  }
}

/** Puts a broken connection into words; what the caller cancelled stays a cancellation. */
export function fail(endpoint: Endpoint, deadline: Deadline, error: unknown): never {
  if (deadline.passed()) {
    const message = `${endpoint.name} did not answer within ${seconds(deadline.ms)}.`;
    throw new NaasError(endpoint.codes.unreachable, capitalised(message), { retryable: true, cause: error });
  }
  deadline.signal.throwIfAborted();
  const message = `${endpoint.name} cannot be reached: ${networkReason(error)}.`;
  throw new NaasError(endpoint.codes.unreachable, capitalised(message), { retryable: true, cause: error });
}

/** Says that a service answered, but not what was asked for. Its own words are kept, ours come before them. */
export function refusal(endpoint: Endpoint, answer: Answer, doing: string): NaasError {
  const words = wordsOf(answer.body);
  const said = words === '' ? `status ${answer.status}` : `${words} (status ${answer.status})`;
  const denied = answer.status === 401 || answer.status === 403;
  return new NaasError(endpoint.codes.refused, capitalised(`${endpoint.name} did not ${doing}: ${said}`), {
    retryable: answer.status >= 500,
    ...(denied && { hint: `Check the token this service uses for ${endpoint.name}, and what it may do.` }),
  });
}

/** The sentence in an error body of the hub, a server or the gateway; a page of HTML says nothing to a person. */
export function wordsOf(body: unknown): string {
  if (typeof body === 'string') return /<html|<!doctype/i.test(body) ? '' : body.trim().slice(0, 500);
  if (typeof body !== 'object' || body === null) return '';
  const { message, reason } = body as { message?: unknown; reason?: unknown };
  // The gateway's `message` is often only the status in words, its `reason` the cause.
  const generic =
    message === undefined || message === '' || message === 'Internal Server Error' || message === 'Forbidden';
  const words = generic && typeof reason === 'string' && reason !== '' ? reason : message;
  return typeof words === 'string' ? words.trim().slice(0, 500) : '';
}

export function capitalised(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

async function readBody(response: Response): Promise<unknown> {
  const text = await response.text();
  if (!response.headers.get('content-type')?.includes('json')) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function retryAfterMs(header: string | null, now: number): number {
  if (header === null || header === '') return DEFAULT_RETRY_AFTER_MS;
  const wait = Number(header);
  if (Number.isFinite(wait)) return Math.max(0, wait * 1000);
  const date = Date.parse(header);
  return Number.isNaN(date) ? DEFAULT_RETRY_AFTER_MS : Math.max(0, date - now);
}

function networkReason(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (cause instanceof AggregateError && cause.errors.length > 0) return networkReason(cause.errors[0]);
  if (!(cause instanceof Error)) return String(cause);
  const { code } = cause as NodeJS.ErrnoException;
  return cause.message || (code ?? 'the connection failed');
}
