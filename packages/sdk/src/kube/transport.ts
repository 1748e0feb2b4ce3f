import { request as httpRequest } from 'undici';
import type { Dispatcher } from 'undici';
import { NaasError } from '../errors.ts';
import type { Subject } from '../errors.ts';
import { wireOf } from './connection.ts';
import type { Kube } from './connection.ts';
import { KubeError, kubeErrorFrom } from './kube-error.ts';
import { networkErrorFrom } from './network-error.ts';
import type { CallOptions } from './object.ts';
import { withRetries } from './retry.ts';

export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

export interface RequestOptions extends CallOptions {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** From the server's root, each part encoded. */
  readonly path: string;
  /** What the call does, to complete "The API server refused to …". */
  readonly action: string;
  readonly subject?: Subject | undefined;
  readonly query?: Query;
  readonly body?: unknown;
  /** @default 'application/json' */
  readonly contentType?: string;
  /** @default 'application/json' */
  readonly accept?: string;
  /** Turns the text of the answer into a value. @default JSON.parse */
  readonly decode?: (text: string) => unknown;
  /** False for a request that must not reach the server twice. @default true */
  readonly repeatable?: boolean;
  /** Called before each attempt after the first. */
  readonly onRetry?: () => void;
}

const DEADLINE_MS = 30_000;
/** How long a read may be silent before it is worth asking again. */
const SILENCE_MS = { headers: 15_000, body: 10_000 };

/**
 * Sends one request, with retries where they are safe, and gives the decoded answer.
 *
 * @throws KubeError when the server refuses or cannot be reached; NaasError `TIMED_OUT` at the deadline; the signal's
 * own reason when it aborts.
 */
export async function request(kube: Kube, options: RequestOptions): Promise<unknown> {
  const { clock, gate } = wireOf(kube);
  const deadlineMs = options.deadlineMs ?? DEADLINE_MS;
  const deadline = AbortSignal.timeout(deadlineMs);
  const signal = options.signal ? AbortSignal.any([options.signal, deadline]) : deadline;
  let lastError: unknown;

  const attempt = async (): Promise<unknown> => {
    try {
      return await gate.run(() => sendAndDecode(kube, options, signal), signal);
    } catch (error) {
      if (!signal.aborted) lastError = error;
      throw error;
    }
  };
  try {
    return await withRetries(attempt, {
      clock,
      signal,
      deadlineAt: clock.now() + deadlineMs,
      repeatable: options.repeatable ?? true,
      onRetry: options.onRetry,
    });
  } catch (error) {
    options.signal?.throwIfAborted();
    if (!deadline.aborted || error instanceof KubeError) throw error;
    throw timedOut(kube, { action: options.action, deadlineMs, lastError });
  }
}

/** Opens an answer that arrives in pieces for as long as the server keeps it open; ended by the signal alone. */
export async function openStream(
  kube: Kube,
  options: Pick<RequestOptions, 'path' | 'query' | 'action' | 'accept'> & { readonly signal: AbortSignal },
): Promise<AsyncIterable<Uint8Array>> {
  const response = await send(kube, { ...options, method: 'GET' }, options.signal);
  return response.body;
}

async function sendAndDecode(kube: Kube, options: RequestOptions, signal: AbortSignal): Promise<unknown> {
  const response = await send(kube, options, signal);
  let text: string;
  try {
    text = await response.body.text();
  } catch (error) {
    throw signal.aborted ? error : networkErrorFrom(error, kube.server);
  }
  try {
    return (options.decode ?? JSON.parse)(text);
  } catch (error) {
    throw new KubeError('KUBE_UNREACHABLE', `${kube.server} gave an answer that breaks off or is not JSON.`, {
      status: response.statusCode,
      reason: 'BadBody',
      retryable: true,
      cause: error,
    });
  }
}

async function send(kube: Kube, options: RequestOptions, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
  const first = await dispatch(kube, options, signal);
  // Tokens rotate under a running program: read them again once before believing that they are wrong.
  if (first.statusCode === 401) {
    await first.body.dump();
    wireOf(kube).reload();
  }
  const response = first.statusCode === 401 ? await dispatch(kube, options, signal) : first;
  if (response.statusCode < 300) return response;
  const { action, subject } = options;
  const body = await response.body.text().catch(() => '');
  const retryAfter = response.headers['retry-after'];
  throw kubeErrorFrom({ action, subject, status: response.statusCode, body, retryAfter: retryAfter?.toString() });
}

async function dispatch(kube: Kube, options: RequestOptions, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
  const wire = wireOf(kube);
  const { dispatcher, headers } = await wire.dispatchers.credentials(wire.config);
  const url = `${kube.server.replace(/\/$/, '')}${options.path}${queryString(options.query)}`;
  const quiet = options.method === 'GET' && !options.query?.['watch'];
  try {
    return await httpRequest(url, {
      dispatcher,
      signal,
      method: options.method,
      headers: {
        ...headers,
        'User-Agent': wire.userAgent,
        Accept: options.accept ?? 'application/json',
        ...(options.body === undefined ? {} : { 'Content-Type': options.contentType ?? 'application/json' }),
      },
      body: options.body === undefined ? null : JSON.stringify(options.body),
      ...(quiet ? { headersTimeout: SILENCE_MS.headers, bodyTimeout: SILENCE_MS.body } : {}),
    });
  } catch (error) {
    throw signal.aborted ? error : networkErrorFrom(error, kube.server);
  }
}

/** Writes a query; what is undefined is left out, an array repeats its key. */
function queryString(query: Query = {}): string {
  const parts = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value === undefined) continue;
    for (const one of Array.isArray(value) ? value : [value]) parts.append(key, String(one));
  }
  const text = parts.toString();
  return text && `?${text}`;
}

function timedOut(kube: Kube, call: { action: string; deadlineMs: number; lastError: unknown }): NaasError {
  const last = call.lastError instanceof Error ? ` The last failure: ${call.lastError.message}` : '';
  const seconds = call.deadlineMs / 1000;
  return new NaasError('TIMED_OUT', `${kube.server} did not ${call.action} within ${seconds} s.${last}`, {
    retryable: true,
    cause: call.lastError,
  });
}
