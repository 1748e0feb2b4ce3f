import { describe, expect, test } from 'vitest';
import { startObjectServer } from '../../test/object-server.ts';
import { platformConfig } from '../../test/platform-config.ts';
import { completeCredentials, type ReadyCheck } from '../engine/index.ts';
import type { KubeObject } from '../kube/index.ts';
import { claimBound, deploymentAvailable } from './ready-checks.ts';

async function judged(check: ReadyCheck, objects: readonly KubeObject[]) {
  await using api = await startObjectServer({ objects });
  const helm = () => Promise.reject(new Error('no release here'));
  const context = { config: platformConfig(), credentials: completeCredentials({}), helm, kube: api.kube };
  return await check.judge({ ...context, signal: new AbortController().signal });
}

describe('a claim', () => {
  const claim = (spec: object, phase?: string): KubeObject => ({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'db', namespace: 'lab' },
    spec,
    status: { phase },
  });
  const event = (reason: string, message: string): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: 'e', namespace: 'lab' },
    reason,
    message,
    involvedObject: { kind: 'PersistentVolumeClaim', name: 'db', namespace: 'lab' },
  });
  const storageClass = (name: string, annotations = {}): KubeObject => ({
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name, annotations },
  });
  const check = claimBound('lab', 'db');

  test('that is bound is ready, one whose volume is gone never will be', async () => {
    expect(await judged(check, [claim({}, 'Bound')])).toEqual({ state: 'ready' });
    expect(await judged(check, [claim({}, 'Lost')])).toMatchObject({ state: 'failed' });
    expect(await judged(check, [])).toMatchObject({ state: 'waiting' });
  });

  test('that waits for its first pod is ready as far as anybody can tell', async () => {
    const pending = claim({ storageClassName: 'fast' }, 'Pending');
    const waits = event('WaitForFirstConsumer', 'waiting for first consumer');
    expect(await judged(check, [pending, waits])).toEqual({ state: 'ready' });
  });

  test('that nobody provides says the words of its event', async () => {
    const pending = claim({ storageClassName: 'no-such' }, 'Pending');
    const refused = event('ProvisioningFailed', 'storageclass "no-such" not found');
    expect(await judged(check, [pending, refused])).toEqual({
      state: 'waiting',
      reason: 'the claim db is Pending: storageclass "no-such" not found',
    });
  });

  test('without a class, on a cluster without a default one, fails with the classes there are', async () => {
    const verdict = await judged(check, [claim({}, 'Pending'), storageClass('fast')]);
    expect(verdict).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('(classes there: fast)'),
      hint: expect.stringContaining('spec.hub.database.storageClassName'),
    });
    const byDefault = storageClass('fast', { 'storageclass.kubernetes.io/is-default-class': 'true' });
    expect(await judged(check, [claim({}, 'Pending'), byDefault])).toMatchObject({ state: 'waiting' });
  });
});

describe('a Deployment', () => {
  const deployment = (status: object): KubeObject => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'hub', namespace: 'lab', generation: 2 },
    spec: { replicas: 1, selector: { matchLabels: { app: 'hub' } } },
    status,
  });
  const rolledOut = { observedGeneration: 2, replicas: 1, updatedReplicas: 1, availableReplicas: 1 };
  const check = deploymentAvailable('lab', 'hub');

  test('is ready when its newest pods are available and no older one is left', async () => {
    expect(await judged(check, [deployment(rolledOut)])).toEqual({ state: 'ready' });
    expect(await judged(check, [deployment({ ...rolledOut, observedGeneration: 1 })])).toMatchObject({
      state: 'waiting',
    });
    expect(await judged(check, [deployment({ ...rolledOut, replicas: 2 })])).toMatchObject({ state: 'waiting' });
  });

  test('whose pods are refused says by whom', async () => {
    const conditions = [{ type: 'ReplicaFailure', status: 'True', message: 'pods "hub" is forbidden: exceeded quota' }];
    expect(await judged(check, [deployment({ observedGeneration: 2, conditions })])).toEqual({
      state: 'failed',
      reason: 'pods "hub" is forbidden: exceeded quota',
    });
  });

  test('whose pod has an image that cannot be pulled names it', async () => {
    const waiting = { reason: 'ImagePullBackOff', message: 'Back-off pulling image "hub:no-such"' };
    const pod: KubeObject = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'hub-1', namespace: 'lab', labels: { app: 'hub' } },
      spec: {},
      status: {
        phase: 'Pending',
        conditions: [{ type: 'PodScheduled', status: 'True' }],
        containerStatuses: [{ name: 'hub', image: 'hub:no-such', ready: false, restartCount: 0, state: { waiting } }],
      },
    };
    const verdict = await judged(check, [deployment({ observedGeneration: 2, replicas: 1 }), pod]);
    expect(verdict).toMatchObject({ state: 'failed', reason: expect.stringContaining('hub:no-such') });
  });
});
