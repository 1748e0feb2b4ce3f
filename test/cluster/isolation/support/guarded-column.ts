import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { listObjects } from '@naas/sdk';
import type { Bench } from '../../support/bench.ts';
import type { Context, Pod } from './attempt.ts';
import { addressOf, type Column, type KernelAtWork, podOf, startAtWork } from './column.ts';
import { guardPods, guardRestarts } from './guard-pods.ts';
import { guardedContext, PLACES } from './guarded-context.ts';
import { guardedPlatform, type GuardedPlatform, TIMES } from './guarded-platform.ts';
import { inTerminal } from './terminal.ts';

const POD = { apiVersion: 'v1', kind: 'Pod' };
const ALICE = { namespace: PLACES.servers, pod: 'jupyter-alice' };
const BOB = { namespace: PLACES.servers, pod: 'jupyter-bob' };
const CAROL = { namespace: PLACES.servers, pod: 'jupyter-carol' };

/** Alice and Bob on a platform as it is deployed. */
export interface GuardedColumn extends Column {
  readonly alice: KernelAtWork;
  /** The guard's pods, and how often each was started again. */
  guards(): Promise<Readonly<Record<string, number>>>;
}

/** Deploys the platform, lets both sign in and start their servers, and has a kernel of each at work. */
export async function guardedColumn(bench: Bench): Promise<GuardedColumn> {
  const guarded = await guardedPlatform(bench);
  const { kube } = guarded;
  const [bob] = await Promise.all(['bob', 'alice'].map((name) => atWork(guarded, name)));
  const [gateway] = await listObjects(kube, POD, { namespace: PLACES.gateway, labelSelector: 'gateway-selector' });
  const secret = randomUUID();
  const known = guardedContext(bench);
  const start: Context = {
    ...known,
    alice: { ...known.alice, serverPod: ALICE.pod, serverAddress: addressOf(await podOf(kube, ALICE)) },
    gateway: { ...known.gateway, address: addressOf(gateway as Pod) },
    guards: (await guardPods(kube)).map((pod) => addressOf(pod as Pod)),
    tokens: { stale: '', narrow: await narrowTokens(guarded.hubUrl, bob!.token) },
    secret,
  };
  const [hers, his, stale] = await Promise.all([
    startAtWork(kube, ALICE, { context: start, memory: secret }),
    startAtWork(kube, BOB, { context: start, memory: 'of Bob' }),
    staleToken(guarded, start),
  ]);
  const context: Context = {
    ...start,
    alice: { ...start.alice, kernel: hers.kernel, kernelAddress: hers.address, kernelPorts: hers.ports },
    bob: { ...start.bob, kernel: his.kernel, kernelPod: his.pod },
    tokens: { ...start.tokens, stale },
  };
  return {
    kube,
    people: { alice: ALICE, bob: BOB },
    alice: hers,
    guards: () => guardRestarts(kube),
    ready: async () => context,
    [Symbol.asyncDispose]: async () => {
      for (const { kernel, person } of [
        { kernel: hers.kernel, person: ALICE },
        { kernel: his.kernel, person: BOB },
      ]) {
        const body = `call('DELETE', '/api/kernels/${kernel}')`;
        await inTerminal(kube, person, { body, context });
      }
      await guarded[Symbol.asyncDispose]();
    },
  };
}

async function atWork(guarded: GuardedPlatform, name: string) {
  const person = await guarded.signIn(name);
  await person.server();
  return person;
}

/** The token of a server that has stopped, which the guard has known. */
async function staleToken(guarded: GuardedPlatform, context: Context): Promise<string> {
  const carol = await atWork(guarded, 'carol');
  const body = "return TOKEN if call('GET', '/api/kernels').status == 200 else ''";
  const { value } = await inTerminal(guarded.kube, CAROL, { body, context });
  if (value === '') throw new Error('Carol, whose server is to be stopped, was not let in before.');
  await carol.stopServer();
  await setTimeout((TIMES.cacheSeconds + 1) * 1000);
  return String(value);
}

/** Tokens that Bob makes for himself in the hub, each for less than his server. */
async function narrowTokens(hub: string, token: string): Promise<Record<string, string>> {
  const scopes = { name: 'read:users:name!user=bob', servers: 'servers!user=bob', read: 'read:users!user=bob' };
  const made = Object.entries(scopes).map(async ([name, scope]) => {
    const answer = await fetch(`${hub}/hub/api/users/bob/tokens`, {
      method: 'POST',
      headers: { authorization: `token ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ note: name, expires_in: 3600, scopes: [scope] }),
    });
    if (answer.status !== 201) throw new Error(`no token for ${scope}: ${answer.status} ${await answer.text()}`);
    return [name, ((await answer.json()) as { token: string }).token];
  });
  return Object.fromEntries(await Promise.all(made)) as Record<string, string>;
}
