import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { listObjects } from '@naas/sdk';
import { execute, listKernelsOf, openServer, type PersonServer, startKernel, stopKernelOf } from '@naas/user-session';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readBench } from '../support/bench.ts';
import { guardPods } from './support/guard-pods.ts';
import { guardedContext, PLACES } from './support/guarded-context.ts';
import { guardedPlatform, type GuardedPlatform } from './support/guarded-platform.ts';
import { inTerminal } from './support/terminal.ts';

const POD = { apiVersion: 'v1', kind: 'Pod' };
const SELECTOR = 'app.kubernetes.io/name=gateway-guard';
const bench = await readBench();
const marker = randomUUID();
let guarded: GuardedPlatform;
let server: PersonServer;
let kernel: string;
let uid: string | undefined;

beforeAll(async () => {
  guarded = await guardedPlatform(bench);
  const [bob, alice] = await Promise.all(['bob', 'alice'].map((name) => guarded.signIn(name)));
  [server] = await Promise.all([bob!.server(), alice!.server()]);
  kernel = (await startKernel(server)).id;
  await execute(server, { id: kernel, code: `marker = '${marker}'` });
  uid = await podUid();
});

afterAll(async () => {
  if (kernel !== undefined) await stopKernelOf(server, kernel);
  await server?.[Symbol.asyncDispose]();
  await guarded?.[Symbol.asyncDispose]();
});

const COUNT = "import time\nfor n in range(10):\n    print(n, flush=True)\n    time.sleep(1)\nprint('end', marker)";

const COUNTED = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', `end ${marker}`, ''];
const KILL = ['delete', 'pod', '-l', SELECTOR, '--force', '--grace-period=0'];
const REDEPLOY = ['rollout', 'restart', 'deployment/gateway-guard'];

/** While nobody listens the gateway keeps what the kernel says; what is inside a guard when it is killed is lost with it. */
test.each([
  { what: 'both pods of the guard are killed', command: KILL, mostLost: 1 },
  { what: 'the guard is deployed again', command: REDEPLOY, mostLost: 0 },
])('what a notebook computes comes to its end in the notebook when $what meanwhile', async ({ command, mostLost }) => {
  const before = (await guardPods(guarded.kube)).map(({ metadata }) => metadata.uid);
  const computing = execute(server, { id: kernel, code: COUNT }, { deadlineMs: 120_000 });
  await setTimeout(3_000);
  const { exitCode, stderr } = await guarded.platform.kubectl(...command, '-n', PLACES.gateway);
  expect(exitCode, stderr).toBe(0);
  const outcome = await computing;
  expect(outcome.status).toBe('ok');
  const lines = outcome.text.split('\n');
  expect(lines.slice(-2)).toEqual(COUNTED.slice(-2));
  // In order, and none twice.
  expect(COUNTED.filter((line) => lines.includes(line))).toEqual(lines);
  expect(COUNTED.length - lines.length).toBeLessThanOrEqual(mostLost);
  const rollout = ['rollout', 'status', 'deployment/gateway-guard', '-n', PLACES.gateway, '--timeout=60s'];
  expect((await guarded.platform.kubectl(...rollout)).exitCode).toBe(0);
  for (const { metadata } of await guardPods(guarded.kube)) expect(before).not.toContain(metadata.uid);
});

test('the notebook goes on in the same kernel, with all that it remembers', async () => {
  expect(await execute(server, { id: kernel, code: 'print(marker)' })).toMatchObject({ text: `${marker}\n` });
  expect(await podUid()).toBe(uid);
});

test('a page that is opened anew finds it too', async () => {
  await using anew = openServer((await guarded.signIn('bob')).hub, { user: 'bob' });
  expect((await listKernelsOf(anew)).map(({ id }) => id)).toContain(kernel);
  expect(await execute(anew, { id: kernel, code: 'print(marker)' })).toMatchObject({ text: `${marker}\n` });
});

test('it is still his and nobody else’s', async () => {
  const context = guardedContext(bench);
  const body = `return call('GET', '/api/kernels/${kernel}').status`;
  const asked = ['jupyter-bob', 'jupyter-alice'].map(async (pod) => {
    const said = await inTerminal(guarded.kube, { namespace: PLACES.servers, pod }, { body, context });
    return said.value;
  });
  expect(await Promise.all(asked)).toEqual([200, 404]);
});

async function podUid(): Promise<string | undefined> {
  const [pod] = await listObjects(guarded.kube, POD, { labelSelector: `kernel_id=${kernel},component=kernel` });
  return pod?.metadata.uid;
}
