import { connectKube, type Kube } from '@naas/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readBench } from '../support/bench.ts';
import { groups } from './attempts/index.ts';
import type { Attempt } from './support/attempt.ts';
import { bareColumn } from './support/bare-column.ts';
import { type Column, podOf, remembered, stillRuns } from './support/column.ts';
import { guardedColumn, type GuardedColumn } from './support/guarded-column.ts';
import { inTurn } from './support/in-turn.ts';
import { type PodsSeen, watchPods } from './support/pods-seen.ts';
import { writeResults } from './support/results.ts';
import { type Outcome, type Tools, tryAttempt, withGatewayRights } from './support/try-attempt.ts';
import { podLike } from './support/pod-by-hand.ts';

const bench = await readBench();
const won = { guarded: new Map<Attempt, boolean>(), bare: new Map<Attempt, boolean>() };
let kube: Kube;
let pods: PodsSeen;
let tools: Tools;
let guarded: GuardedColumn;
let bare: Promise<Column>;
let onBare: (attempt: Attempt) => Promise<Outcome>;

beforeAll(async () => {
  kube = await connectKube({ kubeconfig: bench.kubeconfig, userAgent: 'naas-test' });
  pods = await watchPods(kube);
  tools = { kubectl: bench.kubectl, kubeconfig: bench.kubeconfig, pods };
  // The bare gateway comes up, and is attacked, beside the platform: neither knows of the other.
  bare = bareColumn(bench);
  const everything = groups.flatMap(({ attempts }) => attempts);
  onBare = inTurn(everything, bare, tools);
  guarded = await guardedColumn(bench);
});

afterAll(async () => {
  const rows = groups.flatMap(({ name: group, attempts }) =>
    attempts.map((attempt) => ({
      group,
      name: attempt.name,
      bare: won.bare.get(attempt),
      guarded: won.guarded.get(attempt),
    })),
  );
  console.log(await writeResults(rows));
  await pods?.[Symbol.asyncDispose]();
  await guarded?.[Symbol.asyncDispose]();
  await (await bare)[Symbol.asyncDispose]();
  await kube?.close();
});

describe.each(groups)('Bob behind the guard, $name', ({ attempts }) => {
  test.each(attempts)('$name', async (attempt) => {
    const before = await guarded.guards();
    const outcome = await tryAttempt(attempt, guarded, tools);
    won.guarded.set(attempt, outcome.won);
    expect(outcome.won, outcome.words).toBe(false);
    // Who asks too much is told to wait.
    expect(outcome.statuses.filter((status) => status >= 500 && status !== 503)).toEqual([]);
    expect(outcome.answers).toBe(true);
    expect(await guarded.guards()).toEqual(before);
    expect(await stillRuns(guarded.kube, guarded.alice)).toBe(true);
  });
});

test('Alice computes in her kernel as before, with all that it remembers', async () => {
  const context = await guarded.ready();
  const { kernel } = guarded.alice;
  expect(await remembered(guarded.kube, guarded.people.alice, { context, kernel })).toBe(context.secret);
});

test('a pod exactly as the gateway makes it is let in, so that what is changed about the others is why they are not', async () => {
  const context = await guarded.ready();
  const { bob, namespaces } = context;
  const pod = podLike(await podOf(guarded.kube, { namespace: namespaces.kernels, pod: bob.kernelPod }));
  const made = await withGatewayRights({ args: ['create', '-f', '-'], pod }, context, tools);
  expect(made.words).toBe('');
  expect(made.won).toBe(true);
});

describe.each(groups)('Bob on the bare gateway, $name', ({ attempts }) => {
  test.each(attempts)('$name', async (attempt) => {
    const outcome = await onBare(attempt);
    won.bare.set(attempt, outcome.won);
    expect(outcome.won, outcome.words).toBe(attempt.onBare);
  });
});
