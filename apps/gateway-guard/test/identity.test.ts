import { expect, test } from 'vitest';
import { closedGate } from './closed-gate.ts';
import { guardedGateway } from './start-stand-ins.ts';
import { serverToken } from './stand-in-hub.ts';

test('a server is known by its own token, and the hub is asked once a minute', async () => {
  await using platform = await guardedGateway();
  expect((await platform.ask('/api/kernels')).status).toBe(200);
  expect((await platform.ask('/api/kernels')).status).toBe(200);
  expect(platform.hub.asked).toBe(1);
  platform.clock.time += 61_000;
  await platform.ask('/api/kernels');
  expect(platform.hub.asked).toBe(2);
});

test.each([
  ['one that the hub does not know', 'never-given-out', undefined],
  ['one for less than a server', 'narrow-token', { kind: 'user', name: 'bob', scopes: ['read:users:name!user=bob'] }],
  [
    'a whole token of a person',
    'whole-token',
    { kind: 'user', name: 'bob', scopes: ['access:servers!user=bob', 'self'] },
  ],
  [
    "one for somebody else's server",
    'shared-token',
    { kind: 'user', name: 'bob', scopes: ['access:servers!server=alice/'] },
  ],
  [
    'one whose name is a beginning',
    'prefix-token',
    { kind: 'user', name: 'al', scopes: ['access:servers!server=alice/'] },
  ],
  ['a service of the hub', 'service-token', { kind: 'service', name: 'bob', scopes: ['access:servers!server=bob/'] }],
])('no other token opens the guard: %s', async (_which, token, user) => {
  await using platform = await guardedGateway();
  if (user) platform.hub.tokens.set(token, user);
  const { status, message } = await platform.ask('/api/kernels', { token });
  expect(status).toBe(403);
  expect(message).toContain("not the token of a person's running server");
  expect(JSON.stringify(platform.lines)).not.toContain(token);
});

test('the token of a named server opens it as well', async () => {
  await using platform = await guardedGateway();
  platform.hub.tokens.set('named-token', { ...serverToken('bob'), scopes: ['access:servers!server=bob/gpu'] });
  expect((await platform.ask('/api/kernels', { token: 'named-token' })).status).toBe(200);
});

test('a request without a token, or with one in the address, is asked for it', async () => {
  await using platform = await guardedGateway();
  for (const path of ['/api/kernels', '/api/kernels?token=alice-server-token', '/nowhere']) {
    expect((await fetch(`${platform.guard.url}${path}`)).status).toBe(401);
  }
});

test('a token that the hub takes back is worth nothing a minute later', async () => {
  await using platform = await guardedGateway();
  await platform.ask('/api/kernels');
  platform.hub.tokens.clear();
  expect((await platform.ask('/api/kernels')).status).toBe(200);
  platform.clock.time += 60_001;
  expect((await platform.ask('/api/kernels')).status).toBe(403);
});

test('while the hub is away known tokens go on for the stated time, and unknown ones are neither let in nor refused', async () => {
  await using platform = await guardedGateway();
  await platform.ask('/api/kernels');
  platform.hub.broken = 502;
  platform.clock.time += 500_000;
  expect((await platform.ask('/api/kernels')).status).toBe(200);
  const unknown = await platform.ask('/api/kernels', { token: 'bob-server-token' });
  expect([unknown.status, unknown.headers.get('retry-after')]).toEqual([503, '5']);
  platform.clock.time += 200_000;
  expect((await platform.ask('/api/kernels')).status).toBe(503);
  platform.hub.broken = undefined;
  expect((await platform.ask('/api/kernels')).status).toBe(200);
});

test('a refusal is not asked for again at once, but soon', async () => {
  await using platform = await guardedGateway();
  await platform.ask('/api/kernels', { token: 'late-token' });
  await platform.ask('/api/kernels', { token: 'late-token' });
  expect(platform.hub.asked).toBe(1);
  platform.hub.tokens.set('late-token', serverToken('bob'));
  platform.clock.time += 5_001;
  expect((await platform.ask('/api/kernels', { token: 'late-token' })).status).toBe(200);
});

test('a flood of made-up tokens keeps out nobody who is known, and is told to wait', async () => {
  await using platform = await guardedGateway();
  await platform.ask('/api/kernels');
  platform.clock.time += 61_000;
  const gate = closedGate();
  platform.hub.answersAfter = gate.opened;
  const answered: number[] = [];
  const flood = Array.from({ length: 100 }, async (_, index) => {
    answered.push((await platform.ask('/api/kernels', { token: `made-up-${index}` })).status);
  });
  await expect.poll(() => answered).toEqual(Array(96).fill(503));
  const known = platform.ask('/api/kernels');
  gate.open();
  expect((await known).status).toBe(200);
  await Promise.all(flood);
  expect(answered.slice(96)).toEqual([403, 403, 403, 403]);
});
