import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { systemClock } from '../src/clock.ts';
import { KernelOwners } from '../src/kernels/kernel-owners.ts';
import { type PodsApi, podsApi } from '../src/kernels/pods-api.ts';
import { standInApiServer, type StandInApiServer } from './stand-in-api-server.ts';

const ALICE = { name: 'alice', home: 'alice' };

function pod(kernelId: string, person: string, resourceVersion = '5'): object {
  return {
    metadata: {
      uid: `uid-${kernelId}`,
      name: `nb-${kernelId}`,
      creationTimestamp: '2026-01-01T00:00:00Z',
      resourceVersion,
      labels: { kernel_id: kernelId, 'naas.dev/user': person },
      annotations: { 'naas.dev/user': person },
    },
    spec: {},
    status: { phase: 'Running' },
  };
}

const page = (items: object[], next?: string) => ({ metadata: { resourceVersion: '4', continue: next }, items });

async function apiOf(server: StandInApiServer): Promise<PodsApi> {
  const tokenFile = join(await mkdtemp(join(tmpdir(), 'guard-')), 'token');
  await writeFile(tokenFile, 'account-token\n');
  return podsApi({ url: server.url, namespace: 'notebook-kernels', tokenFile });
}

test('pods are listed page by page, by the account of the pod', async () => {
  await using server = await standInApiServer({ pages: [page([pod('a', 'alice')], '1'), page([pod('b', 'bob')])] });
  const { items, resourceVersion } = await (await apiOf(server)).list({});
  expect([items.length, resourceVersion]).toEqual([2, '4']);
  expect(server.asked[0]).toContain('GET /api/v1/namespaces/notebook-kernels/pods?labelSelector=component%3Dkernel');
});

test.each([
  [200, true],
  [404, false],
  [409, false],
])('a pod that is deleted is that pod and no other: status %i means %s', async (deleted, expected) => {
  await using server = await standInApiServer({ deleted });
  expect(await (await apiOf(server)).remove({ podName: 'nb-a', uid: 'uid-a' })).toBe(expected);
  expect(server.asked[0]).toContain('"preconditions":{"uid":"uid-a"}');
});

test('what the watch tells is known at once, and a broken or outdated watch is begun again', async () => {
  await using server = await standInApiServer({ pages: [page([pod('a', 'alice')])] });
  const lines: string[] = [];
  await using owners = new KernelOwners({
    pods: await apiOf(server),
    clock: systemClock,
    log: (_, event) => lines.push(event),
  });
  owners.start();
  await expect.poll(() => server.watches.length).toBe(1);
  expect([owners.synced, owners.isOwn('a', ALICE)]).toEqual([true, true]);

  const tell = (watch: number, type: string, object: object) =>
    server.watches[watch]?.write(`${JSON.stringify({ type, object })}\n`);
  tell(0, 'ADDED', pod('b', 'alice', '6'));
  await expect.poll(() => owners.isOwn('b', ALICE)).toBe(true);
  tell(0, 'DELETED', pod('b', 'alice', '7'));
  await expect.poll(() => owners.livePods().length).toBe(1);
  expect(owners.isOwn('b', ALICE)).toBe(true);

  tell(0, 'ERROR', { code: 410 });
  await expect.poll(() => server.watches.length, { timeout: 3_000 }).toBe(2);
  server.watches[1]?.destroy();
  await expect.poll(() => server.watches.length, { timeout: 5_000 }).toBe(3);
  tell(2, 'ADDED', pod('c', 'alice', '9'));
  await expect.poll(() => owners.isOwn('c', ALICE)).toBe(true);
  expect(lines).toEqual(['pods-watch-broken', 'pods-watch-broken']);
});

test('a watch that ends in good order goes on from where it was', async () => {
  await using server = await standInApiServer({ pages: [page([])] });
  await using owners = new KernelOwners({ pods: await apiOf(server), clock: systemClock, log: () => undefined });
  owners.start();
  await expect.poll(() => server.watches.length).toBe(1);
  server.watches[0]?.write(
    `${JSON.stringify({ type: 'BOOKMARK', object: { metadata: { resourceVersion: '77' } } })}\n`,
  );
  await new Promise((resolve) => setTimeout(resolve, 600));
  server.watches[0]?.end();
  await expect.poll(() => server.watches.length).toBe(2);
  expect(server.asked.at(-1)).toContain('resourceVersion=77');
  expect(server.asked.filter((each) => !each.includes('watch=true'))).toHaveLength(1);
});
