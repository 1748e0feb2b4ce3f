import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { status } from '../../../test/api-server.ts';
import { startObjectServer } from '../../../test/object-server.ts';
import { NaasError } from '../../errors.ts';
import type { KubeObject } from '../../kube/index.ts';
import { watchingHooks } from './watch-hooks.ts';

const LOOK_MS = 20;
const late = () => new NaasError('TIMED_OUT', 'Release hubs/hub was not ready in time.', { retryable: true });

interface PodOptions {
  readonly name: string;
  readonly owner?: string;
  /** What the one container waits for; nothing where it is ready. */
  readonly waits?: { readonly reason: string; readonly message: string };
}

function podOf({ name, owner, waits }: PodOptions): KubeObject {
  const container = { name: 'main', image: 'example/awaiter:1', ready: waits === undefined, state: { waiting: waits } };
  const ownerReferences = owner === undefined ? [] : [{ apiVersion: 'batch/v1', kind: 'Job', name: owner, uid: owner }];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'hubs', uid: name, ownerReferences },
    spec: { containers: [{ name: 'main', image: 'example/awaiter:1' }] },
    status: {
      phase: waits ? 'Pending' : 'Running',
      conditions: [
        { type: 'PodScheduled', status: 'True' },
        { type: 'Ready', status: waits ? 'False' : 'True' },
      ],
      containerStatuses: [container],
    },
  };
}

const unpullable = { reason: 'ErrImagePull', message: 'no such host' };

test('a hook whose image cannot be pulled is told while Helm waits, once, and is the cause when Helm gives up', async () => {
  const old = podOf({ name: 'hub-1', owner: 'hub', waits: { reason: 'ErrImagePull', message: 'an old trouble' } });
  await using api = await startObjectServer({ objects: [old] });
  const told: string[] = [];
  const work = async () => {
    await sleep(LOOK_MS);
    api.add(podOf({ name: 'jupyter-alice', waits: { reason: 'ErrImagePull', message: "a person's own trouble" } }));
    api.add(podOf({ name: 'puller-1', owner: 'puller' }));
    api.add(podOf({ name: 'creating-1', owner: 'creating', waits: { reason: 'ContainerCreating', message: '' } }));
    api.add(podOf({ name: 'awaiter-1', owner: 'awaiter', waits: unpullable }));
    await sleep(LOOK_MS * 10);
    throw late();
  };
  const { signal } = new AbortController();
  const waiting = (reason: string) => told.push(reason);
  const done = watchingHooks(work, { kube: api.kube, namespace: 'hubs', waiting, signal, lookMs: LOOK_MS });
  const cause = 'awaiter-1: image example/awaiter:1 cannot be pulled: no such host';
  await expect(done).rejects.toMatchObject({
    code: 'TIMED_OUT',
    message: `Release hubs/hub was not ready in time: ${cause}`,
    retryable: true,
  });
  expect(told.at(-1)).toBe(cause);
  expect(told.filter((reason) => reason === cause)).toHaveLength(1);
  expect(told.join()).not.toMatch(/hub-1|jupyter-alice|puller-1/);
});

test('what Helm gives comes through, and so does what it fails with where no pod is to blame', async () => {
  await using api = await startObjectServer();
  const { signal } = new AbortController();
  const options = { kube: api.kube, namespace: 'hubs', waiting: () => undefined, signal, lookMs: LOOK_MS };
  expect(await watchingHooks(async () => 'done', options)).toBe('done');
  const failure = late();
  await expect(watchingHooks(() => Promise.reject(failure), options)).rejects.toBe(failure);
});

test('who may not see pods deploys all the same', async () => {
  await using api = await startObjectServer({ instead: () => status(403, 'Forbidden') });
  const { signal } = new AbortController();
  const options = { kube: api.kube, namespace: 'hubs', waiting: () => undefined, signal, lookMs: LOOK_MS };
  const work = async () => {
    await sleep(LOOK_MS * 3);
    return 'done';
  };
  expect(await watchingHooks(work, options)).toBe('done');
});
