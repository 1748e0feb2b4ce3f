import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { closedGate } from './closed-gate.ts';
import { guardedGateway } from './start-stand-ins.ts';

test('a person lists and uses the kernels that are theirs', async () => {
  await using platform = await guardedGateway();
  const mine = platform.kernelOf('alice');
  platform.kernelOf('bob');
  expect((await platform.ask('/api/kernels')).ids).toEqual([mine]);
  expect((await platform.ask('/api/sessions')).ids).toEqual([mine]);
  expect((await platform.ask(`/api/kernels/${mine}`)).id).toBe(mine);
  expect((await platform.ask(`/api/kernels/${mine}/interrupt`, { method: 'POST', body: '{}' })).status).toBe(204);
  expect((await platform.ask(`/api/kernels/${mine}/restart`, { method: 'POST', body: '{}' })).status).toBe(200);
  expect((await platform.ask(`/api/kernels/${mine}`, { method: 'DELETE' })).status).toBe(204);
  expect(platform.lines).toContainEqual(
    expect.objectContaining({ event: 'kernel-stopped', person: 'alice', kernel: mine, reason: 'by its person' }),
  );
});

test.each([
  ['GET', ''],
  ['DELETE', ''],
  ['POST', '/interrupt'],
  ['POST', '/restart'],
])("somebody else's kernel answers to %s …%s like one that is nowhere", async (method, below) => {
  await using platform = await guardedGateway();
  const theirs = platform.kernelOf('alice');
  const nowhere = randomUUID();
  const ask = (id: string) => platform.ask(`/api/kernels/${id}${below}`, { method, token: 'bob-server-token' });
  const [foreign, missing] = [await ask(theirs), await ask(nowhere)];
  expect(foreign.status).toBe(404);
  expect(foreign.body.replace(theirs, 'ID')).toBe(missing.body.replace(nowhere, 'ID'));
  expect(platform.gateway.kernels.has(theirs)).toBe(true);
  expect(platform.gateway.asked.filter(({ url }) => url.includes(theirs))).toEqual([]);
  // Both are looked up, so neither is faster.
  expect(platform.pods.asked).toEqual(expect.arrayContaining([theirs, nowhere]));
});

test('a kernel that another replica started a moment ago is looked up', async () => {
  await using platform = await guardedGateway();
  platform.pods.quiet = true;
  const mine = platform.kernelOf('alice');
  expect((await platform.ask(`/api/kernels/${mine}`)).status).toBe(200);
  const other = platform.kernelOf('alice');
  const listed = (await platform.ask('/api/kernels')).ids;
  expect(listed.toSorted()).toEqual([mine, other].toSorted());
});

test('whose a kernel is cannot be told while the cluster does not answer: that is no 404', async () => {
  await using platform = await guardedGateway();
  const mine = platform.kernelOf('alice');
  await platform.ask(`/api/kernels/${mine}`);
  platform.pods.broken = true;
  expect((await platform.ask(`/api/kernels/${mine}`)).status).toBe(200);
  expect((await platform.ask(`/api/kernels/${randomUUID()}`)).status).toBe(503);
});

test('who asks for many kernels that are not theirs at once is slowed down', async () => {
  await using platform = await guardedGateway();
  const gate = closedGate();
  platform.pods.listsAfter = gate.opened;
  const answered: number[] = [];
  const guesses = Array.from({ length: 50 }, async () => {
    answered.push((await platform.ask(`/api/kernels/${randomUUID()}`, { method: 'DELETE' })).status);
  });
  await expect.poll(() => answered).toEqual(Array(46).fill(429));
  gate.open();
  await Promise.all(guesses);
  expect(answered.slice(46)).toEqual([404, 404, 404, 404]);
});

test('a kernel whose pod is gone for a moment, as at a restart, stays whose it was', async () => {
  await using platform = await guardedGateway();
  const mine = platform.kernelOf('alice');
  await platform.ask(`/api/kernels/${mine}`);
  platform.pods.drop(mine);
  expect((await platform.ask(`/api/kernels/${mine}`)).status).toBe(200);
});

test('a second pod with the same kernel id and another name on it changes nothing', async () => {
  await using platform = await guardedGateway();
  const mine = platform.kernelOf('alice');
  await platform.ask(`/api/kernels/${mine}`);
  platform.pods.add({ kernelId: mine, person: 'bob' });
  expect((await platform.ask(`/api/kernels/${mine}`, { token: 'bob-server-token' })).status).toBe(404);
});

test('a name and a home that do not belong together are nobody’s', async () => {
  await using platform = await guardedGateway();
  const odd = platform.kernelOf('alice', 'bob');
  for (const token of ['alice-server-token', 'bob-server-token']) {
    expect((await platform.ask(`/api/kernels/${odd}`, { token })).status).toBe(404);
  }
});

test('an operator lists and stops every kernel, and neither starts nor enters one', async () => {
  await using platform = await guardedGateway();
  const token = 'operator-token';
  const theirs = platform.kernelOf('bob');
  expect((await platform.ask('/api/kernels', { token })).ids).toHaveLength(1);
  expect((await platform.ask(`/api/kernels/${theirs}/interrupt`, { token, method: 'POST' })).status).toBe(204);
  expect((await platform.ask('/api/kernels', { token, method: 'POST', body: '{}' })).status).toBe(404);
  expect((await platform.ask(`/api/kernels/${theirs}/restart`, { token, method: 'POST' })).status).toBe(404);
  expect((await platform.ask(`/api/kernels/${theirs}`, { token, method: 'DELETE' })).status).toBe(204);
  expect(platform.lines).toContainEqual(expect.objectContaining({ kernel: theirs, reason: 'by an operator' }));
});
