import { request, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { pipeline } from 'node:stream';
import { Refusal } from '../refusal.ts';

export interface TunnelOptions {
  /** Where the WebSocket goes, with its path and query. */
  readonly url: string;
  /** All headers it goes with. */
  readonly headers: Readonly<Record<string, string>>;
  readonly client: Socket;
  /** What the client sent right after its request. */
  readonly head: Buffer;
}

const HANDSHAKE_MS = 15_000;

/**
 * Opens a WebSocket behind the guard and joins the two sockets: bytes flow no faster than the slower side takes them,
 * and when either ends, both do.
 *
 * @throws Refusal when the other side does not switch protocols; the client's socket is then still the caller's
 */
export function tunnel({ url, headers, client, head }: TunnelOptions): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers, agent: false, timeout: HANDSHAKE_MS });
    // Who goes away while it is being opened is not waited for.
    const abandon = () => asked.destroy(new Error('the client went away'));
    client.once('close', abandon);
    asked.on('timeout', () => asked.destroy(new Error(`no answer within ${HANDSHAKE_MS / 1000} s`)));
    asked.on('error', (error) => reject(unreachable(error)));
    asked.on('response', (answer) => {
      answer.destroy();
      reject(refusalOf(answer.statusCode ?? 502));
    });
    asked.on('upgrade', (answer, upstream: Socket, first: Buffer) => {
      client.off('close', abandon);
      for (const socket of [client, upstream]) {
        socket.setTimeout(0);
        socket.setNoDelay(true);
        socket.setKeepAlive(true, KEEP_ALIVE_MS);
      }
      client.write(switching(answer));
      if (first.length > 0) client.write(first);
      if (head.length > 0) upstream.write(head);
      // Each direction ends the other, too: a socket that is left half open would stay for ever.
      const end = () => {
        client.destroy();
        upstream.destroy();
      };
      pipeline(client, upstream, end);
      pipeline(upstream, client, end);
      resolve(upstream);
    });
    asked.end();
  });
}

const KEEP_ALIVE_MS = 30_000;

/**
 * Ends a tunnel so that nothing the kernel says is lost: the gateway learns of it first and keeps what comes from then
 * on, what it had sent still reaches the server, and then the server's side ends.
 */
export function leave(client: Socket, upstream: Socket): void {
  client.unpipe(upstream);
  client.resume();
  upstream.end();
}

/** The gateway's own words: which protocol and extensions it takes. */
function switching({ headers }: IncomingMessage): string {
  const passed = ['sec-websocket-accept', 'sec-websocket-protocol', 'sec-websocket-extensions'].flatMap((name) => {
    const value = headers[name];
    return value === undefined ? [] : [`${name}: ${value.toString()}`];
  });
  return ['HTTP/1.1 101 Switching Protocols', 'upgrade: websocket', 'connection: Upgrade', ...passed, '', ''].join(
    '\r\n',
  );
}

function unreachable(error: Error): Refusal {
  const message = 'The gateway cannot be reached. Try again in a moment.';
  return new Refusal(503, message, { detail: error.message, retryAfterSeconds: 5 });
}

function refusalOf(status: number): Refusal {
  if (status === 404) return new Refusal(404, 'The gateway does not know this kernel any more.');
  return new Refusal(502, 'The gateway did not open the kernel.', { detail: `status ${status}` });
}
