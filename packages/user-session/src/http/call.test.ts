import { inspect } from 'node:util';
import { NaasError } from '@naas/sdk';
import { expect, test } from 'vitest';
import { fastClock } from '../../test/fast-clock.ts';
import { type Reply, standIn } from '../../test/http-stand-in.ts';
import { call, refusal, wordsOf } from './call.ts';
import { type Endpoint, makeEndpoint } from './endpoint.ts';

const CODES = { unreachable: 'HUB_UNREACHABLE', refused: 'HUB_REFUSED' } as const;

function endpointAt(url: string, clock = fastClock()): Endpoint {
  return makeEndpoint({ url, token: 'secret-token', name: 'the hub', codes: CODES, clock });
}

function answering(...replies: Reply[]) {
  return standIn({ answer: () => replies.shift() ?? { status: 200, json: {} } });
}

async function failureOf(promise: Promise<unknown>): Promise<NaasError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(NaasError.is(error)).toBe(true);
  return error as NaasError;
}

test('a call that is told to come back later waits exactly as long as it is told', async () => {
  await using server = await answering({ status: 429, headers: { 'retry-after': '7' } });
  const clock = fastClock();
  const answer = await call(endpointAt(server.url, clock), { path: 'x' });
  expect(answer.status).toBe(200);
  expect(clock.slept).toEqual([7_000]);
});

test('a service that is busy beyond the deadline is given up at once', async () => {
  await using server = await answering({ status: 429, headers: { 'retry-after': '3600' } });
  const clock = fastClock();
  const error = await failureOf(call(endpointAt(server.url, clock), { path: 'x' }));
  expect(error).toMatchObject({ code: 'HUB_REFUSED', retryable: true });
  expect(clock.slept).toEqual([]);
});

test('a closed port says that the service cannot be reached, and why', async () => {
  const server = await answering();
  await server[Symbol.asyncDispose]();
  const error = await failureOf(call(endpointAt(server.url), { path: 'x' }));
  expect(error.code).toBe('HUB_UNREACHABLE');
  expect(error.message).toMatch(/^The hub cannot be reached: .*ECONNREFUSED/);
});

test('a service that stays silent is given up at the deadline', async () => {
  await using server = await standIn({ answer: () => new Promise(() => undefined) });
  const error = await failureOf(call(endpointAt(server.url), { path: 'x' }, { deadlineMs: 50 }));
  expect(error).toMatchObject({ code: 'HUB_UNREACHABLE', message: 'The hub did not answer within 0.1 s.' });
});

test('what the caller cancels stays a cancellation', async () => {
  await using server = await standIn({ answer: () => new Promise(() => undefined) });
  const reason = new Error('enough');
  const cancelled = call(endpointAt(server.url), { path: 'x' }, { signal: AbortSignal.abort(reason) });
  await expect(cancelled).rejects.toBe(reason);
});

test('a redirect is an answer, not a way to follow', async () => {
  await using server = await answering({ status: 302, headers: { location: '/hub/login' } });
  expect((await call(endpointAt(server.url), { path: 'x' })).status).toBe(302);
  expect(server.seen).toHaveLength(1);
});

test('a token is sent, and not shown by printing an endpoint or an error', async () => {
  await using server = await answering({ status: 403, json: { message: 'Forbidden' } });
  const endpoint = endpointAt(server.url);
  const answer = await call(endpoint, { path: 'x' });
  const error = refusal(endpoint, answer, 'list its users');
  expect(server.seen[0]?.headers.authorization).toBe('token secret-token');
  expect(inspect([endpoint, error], { depth: 9 }) + JSON.stringify(endpoint)).not.toContain('secret-token');
  expect(error.message).toBe('The hub did not list its users: Forbidden (status 403)');
});

test('the cause is taken from the reason when the message says nothing', () => {
  expect(wordsOf({ reason: 'pod too large', message: 'Internal Server Error' })).toBe('pod too large');
  expect(wordsOf({ reason: null, message: 'no such kernel' })).toBe('no such kernel');
  expect(wordsOf('<!DOCTYPE HTML><html>…')).toBe('');
});
