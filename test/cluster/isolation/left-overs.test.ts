import { setTimeout } from 'node:timers/promises';
import { createObject, getObject, listObjects } from '@naas/sdk';
import { type PersonServer, startKernel, stopKernelOf } from '@naas/user-session';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readBench } from '../support/bench.ts';
import type { Document } from '../support/platform.ts';
import type { Pod } from './support/attempt.ts';
import { guardLog, type LogLine } from './support/guard-pods.ts';
import { guardedContext, PLACES } from './support/guarded-context.ts';
import { guardedPlatform, type GuardedPlatform, type SignedIn } from './support/guarded-platform.ts';
import { podLike } from './support/pod-by-hand.ts';
import { inTerminal } from './support/terminal.ts';

const POD = { apiVersion: 'v1', kind: 'Pod' };
const END_AFTER_SECONDS = 6;
const bench = await readBench();
let guarded: GuardedPlatform;
let bob: SignedIn;
let server: PersonServer;
let hers: Pod;
let orphan: Pod;

/** Times that a test can wait for: a pod counts as an orphan half a minute after the longest start. */
function shortTimes({ spec }: Document): void {
  spec.kernels.launchTimeout = '8s';
  spec.guard.leftOvers = { endAfter: `${END_AFTER_SECONDS}s` };
}

beforeAll(async () => {
  guarded = await guardedPlatform(bench, shortTimes);
  bob = await guarded.signIn('bob');
  server = await (await guarded.signIn('alice')).server();
  hers = await podOfKernel((await startKernel(server)).id);
  orphan = podLike(hers);
  await createObject(guarded.kube, orphan);
});

afterAll(async () => {
  if (hers) await stopKernelOf(server, kernelOf(hers));
  await server?.[Symbol.asyncDispose]();
  await guarded?.[Symbol.asyncDispose]();
});

test('a kernel whose person has stopped their server goes on for a while, and ends then', async () => {
  await using _ = await bob.server();
  const context = guardedContext(bench);
  // His server does not know of it, and so does not end it when it stops.
  const body = 'kernel = start()\nSTARTED.clear()\nreturn kernel';
  const { value } = await inTerminal(
    guarded.kube,
    { namespace: PLACES.servers, pod: 'jupyter-bob' },
    { body, context },
  );
  const pod = await podOfKernel(String(value));
  const stopped = performance.now();
  await bob.stopServer();
  await gone(pod, 60_000);
  expect(performance.now() - stopped).toBeGreaterThan(END_AFTER_SECONDS * 1000);
  const lines = await told(String(value), 10_000);
  expect(lines).toMatchObject([{ event: 'kernel-stopped', person: 'bob', reason: expect.stringContaining('server') }]);
});

describe('a pod that the gateway knows no kernel of', () => {
  test('is told of once, by one of the guards, and left where it is', async () => {
    await told(kernelOf(orphan), 90_000);
    await setTimeout(END_AFTER_SECONDS * 1000);
    const lines = await guardLog(guarded.kube, kernelOf(orphan));
    expect(lines).toMatchObject([{ event: 'pod-without-kernel', pod: orphan.metadata.name }]);
    expect(await isThere(orphan)).toBe(true);
  });

  test('is removed where the file says so', async () => {
    const file = await guarded.platform.changed(({ spec }) => (spec.guard.leftOvers.sweepOrphans = true));
    const { exitCode, stderr } = await guarded.platform.naas('deploy', '-f', file, '--yes', '--no-verify');
    expect(exitCode, stderr).toBe(0);
    await gone(orphan, 120_000);
    const lines = await told(kernelOf(orphan), 10_000);
    expect(lines).toMatchObject([{ event: 'kernel-stopped', pod: orphan.metadata.name }]);
  });
});

test("a kernel whose person's server runs stays through all of it", async () => {
  expect(await isThere(hers)).toBe(true);
  expect(await guardLog(guarded.kube, kernelOf(hers))).toEqual([]);
});

async function podOfKernel(id: string): Promise<Pod> {
  const [pod] = await listObjects(guarded.kube, POD, { labelSelector: `kernel_id=${id},component=kernel` });
  return pod as Pod;
}

function kernelOf({ metadata }: Pod): string {
  return metadata.labels!['kernel_id']!;
}

/** What the guards have written about a kernel, when they have: a pod is gone before that is on record. */
async function told(kernel: string, deadlineMs: number): Promise<LogLine[]> {
  await until(async () => (await guardLog(guarded.kube, kernel)).length > 0, deadlineMs);
  return guardLog(guarded.kube, kernel);
}

async function isThere({ metadata: { name, namespace = '', uid } }: Pod): Promise<boolean> {
  const found = await getObject(guarded.kube, { ...POD, name, namespace });
  return found !== undefined && (uid === undefined || found.metadata.uid === uid);
}

async function gone(pod: Pod, deadlineMs: number): Promise<void> {
  await until(async () => !(await isThere(pod)), deadlineMs);
}

async function until(holds: () => Promise<boolean>, deadlineMs: number): Promise<void> {
  const end = performance.now() + deadlineMs;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`it did not come to that within ${deadlineMs / 1000} s`);
    await setTimeout(500);
  }
}
