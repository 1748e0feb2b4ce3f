import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { fetchFailure } from './fetch-failure.ts';

const failureOf = (url: string, signal = new AbortController().signal) =>
  fetch(url, { signal }).then(() => 'it did not fail', fetchFailure);

test('a connection that is refused, or ended without an answer, is said to be', async () => {
  const server = createServer((socket) => socket.once('data', () => socket.destroy())).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  expect(await failureOf(url)).toMatch(/other side closed|ECONNRESET/);
  server.close();
  await once(server, 'close');
  expect(await failureOf(url)).toMatch(/ECONNREFUSED/);
});

test('what has no cause keeps its own words', async () => {
  expect(await failureOf('http://127.0.0.1:1', AbortSignal.abort(new Error('too slow')))).toBe('too slow');
  expect(fetchFailure('odd')).toBe('odd');
});
