import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { Refusal } from '../refusal.ts';

/** What is sent back, whole. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}

/** A refusal as Jupyter's clients read it. */
export function refused({ status, message, options }: Refusal): Answer {
  const { retryAfterSeconds } = options;
  const headers = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  return json(status, { reason: STATUS_CODES[status] ?? 'Refused', message }, headers);
}

export function send(response: ServerResponse, { status, headers = {}, body = '' }: Answer): void {
  const length = Buffer.byteLength(body);
  response.writeHead(status, {
    ...headers,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...(status === 204 ? {} : { 'content-length': length }),
  });
  response.end(status === 204 ? undefined : body);
}

/** The same for a request to upgrade, whose connection has no response object. */
export function rawAnswer({ status, headers = {}, body = '' }: Answer): string {
  const lines = Object.entries({ ...headers, connection: 'close', 'content-length': String(Buffer.byteLength(body)) });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    ...lines.map(([name, value]) => `${name}: ${value}`),
  ];
  return `${head.join('\r\n')}\r\n\r\n${body.toString()}`;
}
