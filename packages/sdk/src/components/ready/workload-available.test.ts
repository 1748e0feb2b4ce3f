import { describe, expect, test } from 'vitest';
import { judged } from '../../../test/judged.ts';
import type { KubeObject } from '../../kube/index.ts';
import { deploymentAvailable, releaseAvailable } from './workload-available.ts';

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

  test('that is not there is waited for, unless a chart may leave it out', async () => {
    expect(await judged(check, [])).toEqual({ state: 'waiting', reason: 'the Deployment hub is not there yet' });
    const optional = deploymentAvailable('lab', 'hub', { optional: true });
    expect(await judged(optional, [])).toEqual({ state: 'ready' });
    expect(await judged(optional, [deployment({ ...rolledOut, availableReplicas: 0 })])).toMatchObject({
      state: 'waiting',
    });
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

describe('a release', () => {
  const check = releaseAvailable({ namespace: 'lab', name: 'metallb', labelSelector: 'release=metallb' });
  const workload = (kind: 'Deployment' | 'DaemonSet', status: object): KubeObject => ({
    apiVersion: 'apps/v1',
    kind,
    metadata: { name: kind.toLowerCase(), namespace: 'lab', generation: 1, labels: { release: 'metallb' } },
    spec: { selector: { matchLabels: { app: kind } } },
    status: { observedGeneration: 1, ...status },
  });
  const controller = workload('Deployment', { replicas: 1, updatedReplicas: 1, availableReplicas: 1 });

  test('is ready when all it runs is, on a single node if need be', async () => {
    const onOneNode = workload('DaemonSet', { desiredNumberScheduled: 3, numberAvailable: 1 });
    expect(await judged(check, [controller, onOneNode])).toEqual({ state: 'ready' });
    expect(await judged(check, [controller, workload('DaemonSet', { desiredNumberScheduled: 3 })])).toEqual({
      state: 'waiting',
      reason: 'the pods of daemonset are not there yet',
    });
  });

  test('of which nothing is there yet is waited for, whatever else runs in the namespace', async () => {
    const other = { ...controller, metadata: { ...controller.metadata, labels: { release: 'other' } } };
    expect(await judged(check, [other])).toEqual({
      state: 'waiting',
      reason: 'nothing of the release metallb runs yet',
    });
  });
});
