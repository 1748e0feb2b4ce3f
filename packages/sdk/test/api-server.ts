import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectKube } from '../src/kube/index.ts';
import type { Clock, Kube } from '../src/kube/index.ts';

/** One request as it came in. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
}

/** What is answered to the n-th request (from 0): an object is sent as JSON, a function does as it likes. */
export type Script = (seen: Seen, index: number) => Answer;
export interface JsonAnswer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}
export type Answer = JsonAnswer | ((response: ServerResponse) => void);

export interface ApiServer extends AsyncDisposable {
  readonly kube: Kube;
  readonly seen: Seen[];
  /** The pauses that were asked of the clock, in milliseconds; none is really waited for. */
  readonly pauses: number[];
}

/** Starts an HTTP server that plays the faults of an API server, and a connection to it whose clock does not wait. */
export async function startApiServer(script: Script): Promise<ApiServer> {
  const seen: Seen[] = [];
  const pauses: number[] = [];
  const server = createServer((request, response) => void answer(request, response));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const url = new URL(request.url ?? '/', 'http://server');
    const { method = '', headers } = request;
    const body: unknown = text ? JSON.parse(text) : undefined;
    const one = { method, path: url.pathname, query: url.searchParams, headers, body };
    const answered = script(one, seen.push(one) - 1);
    if (typeof answered === 'function') return answered(response);
    response.writeHead(answered.status ?? 200, { 'Content-Type': 'application/json', ...answered.headers });
    response.end(typeof answered.body === 'string' ? answered.body : JSON.stringify(answered.body ?? {}));
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const directory = await mkdtemp(join(tmpdir(), 'naas-api-'));
  const kubeconfig = join(directory, 'config');
  await writeFile(kubeconfig, JSON.stringify(kubeconfigFor((server.address() as AddressInfo).port)));
  const clock: Clock = {
    now: () => Date.now(),
    random: () => 1,
    async sleep(milliseconds, signal) {
      signal?.throwIfAborted();
      pauses.push(milliseconds);
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
  const kube = await connectKube({ kubeconfig, clock });
  return {
    kube,
    seen,
    pauses,
    async [Symbol.asyncDispose]() {
      await kube.close();
      server.closeAllConnections();
      server.close();
      await rm(directory, { recursive: true });
    },
  };
}

/** A kubeconfig for plain HTTP on this machine. */
function kubeconfigFor(port: number): object {
  return {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'here',
    contexts: [{ name: 'here', context: { cluster: 'here', user: 'me' } }],
    clusters: [{ name: 'here', cluster: { server: `http://127.0.0.1:${port}` } }],
    users: [{ name: 'me', user: { token: 'secret-token' } }],
  };
}

/** A Status as the API server sends it. */
export function status(code: number, reason: string, more: Record<string, unknown> = {}): JsonAnswer {
  return { status: code, body: { kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason, ...more } };
}
