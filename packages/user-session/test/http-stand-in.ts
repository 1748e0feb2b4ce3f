import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

/** One request as a stand-in sees it. */
export interface Seen {
  readonly method: string;
  /** Path and query, exactly as sent. */
  readonly url: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
}

/** An answer, or a function that writes it itself. */
export type Reply =
  | {
      readonly status: number;
      readonly json?: unknown;
      readonly text?: string;
      readonly headers?: Record<string, string>;
    }
  | ((response: ServerResponse) => void | Promise<void>);

export interface StandIn extends AsyncDisposable {
  readonly url: string;
  readonly seen: readonly Seen[];
}

export interface StandInOptions {
  readonly answer: (seen: Seen) => Reply | Promise<Reply>;
  readonly upgrade?: (request: IncomingMessage, stream: Duplex) => void;
}

/** A real HTTP server on the loopback that answers as told and remembers what it was asked. */
export async function standIn({ answer, upgrade }: StandInOptions): Promise<StandIn> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const one = await read(request);
      seen.push(one);
      const reply = await answer(one);
      if (typeof reply === 'function') return reply(response);
      const body = reply.json === undefined ? (reply.text ?? '') : JSON.stringify(reply.json);
      const type = reply.json === undefined ? 'text/html' : 'application/json';
      response.writeHead(reply.status, { 'content-type': type, ...reply.headers }).end(body);
    })();
  });
  if (upgrade) server.on('upgrade', upgrade);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function read(request: IncomingMessage): Promise<Seen> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  const url = new URL(request.url ?? '/', 'http://stand-in');
  return {
    method: request.method ?? '',
    url: request.url ?? '',
    path: url.pathname,
    query: url.searchParams,
    headers: request.headers,
    body: text === '' ? undefined : (JSON.parse(text) as unknown),
  };
}
