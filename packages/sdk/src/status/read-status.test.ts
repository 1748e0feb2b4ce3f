import { describe, expect, test } from 'vitest';
import { startObjectServer } from '../../test/object-server.ts';
import { platformConfig } from '../../test/platform-config.ts';
import { NaasError } from '../errors.ts';
import type { KubeObject } from '../kube/index.ts';
import { readStatus, type ReadStatusOptions } from './read-status.ts';

const deployment = (namespace: string, name: string, { wanted = 1, available = 1 } = {}): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace },
  spec: { replicas: wanted, selector: { matchLabels: { app: name } } },
  status: { availableReplicas: available },
});
const claim = (namespace: string, name: string, phase: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name, namespace },
  spec: {},
  status: { phase },
});
const hub = deployment('jupyterhub', 'hub');
const proxy = deployment('jupyterhub', 'proxy');
const gateway = deployment('enterprise-gateway', 'enterprise-gateway');
const claims = [claim('jupyterhub', 'jhub-claim', 'Bound'), claim('notebook-kernels', 'kernel-homes', 'Bound')];

async function statusOf(objects: readonly KubeObject[], asks: Partial<ReadStatusOptions> = {}) {
  await using api = await startObjectServer({ objects });
  const status = await readStatus({
    kube: api.kube,
    config: platformConfig(),
    signal: new AbortController().signal,
    askHub: async () => 'JupyterHub 5.5.0',
    askGateway: async () => ['python_kubernetes'],
    ...asks,
  });
  expect(api.writes).toEqual([]);
  return { ...status, part: (name: string) => status.health.find(({ part }) => part === name) };
}

describe('health', () => {
  test('is well only by what hub and gateway answer themselves', async () => {
    const { health } = await statusOf([hub, proxy, gateway, ...claims]);
    expect(health.map(({ state, words }) => `${state}: ${words}`)).toEqual([
      'well: the hub answers (JupyterHub 5.5.0)',
      'well: the proxy runs',
      'well: the gateway answers and offers python_kubernetes',
      'well: the homes are on 203.0.113.7:/export/homes',
    ]);
  });

  test('of nothing deployed is absent', async () => {
    const { health } = await statusOf([]);
    expect(health.map(({ state }) => state)).toEqual(['absent', 'absent', 'absent', 'absent']);
  });

  test('of a gateway that is scaled to 0 says so', async () => {
    const { part } = await statusOf([deployment('enterprise-gateway', 'enterprise-gateway', { wanted: 0 })]);
    expect(part('gateway')).toMatchObject({ state: 'unwell', words: 'the gateway is scaled to 0: nothing runs' });
  });

  test('of a hub that runs but does not answer is unwell, with the cause', async () => {
    const { part } = await statusOf([hub], { askHub: () => Promise.reject(new Error('status 503')) });
    expect(part('hub')).toMatchObject({ state: 'unwell', words: 'the hub runs but does not answer: status 503' });
  });

  test('of what may not be asked is unknown', async () => {
    const askHub = () => Promise.reject(new NaasError('KUBE_FORBIDDEN', 'no port-forward for you'));
    const { part } = await statusOf([hub], { askHub });
    expect(part('hub')).toMatchObject({ state: 'unknown' });
  });

  test('of a gateway without the kernelspec of the file is unwell', async () => {
    const { part } = await statusOf([gateway], { askGateway: async () => [] });
    expect(part('gateway')).toMatchObject({
      state: 'unwell',
      words: expect.stringContaining('does not offer python_kubernetes'),
    });
  });

  test('of a deployment without its pods names why its pod is not ready', async () => {
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'hub-1', namespace: 'jupyterhub', labels: { app: 'hub' } },
      spec: {},
      status: {
        phase: 'Pending',
        conditions: [{ type: 'PodScheduled', status: 'False', message: '0/1 nodes are available' }],
      },
    };
    const { part } = await statusOf([deployment('jupyterhub', 'hub', { available: 0 }), pod]);
    expect(part('hub')).toMatchObject({ state: 'starting', words: expect.stringContaining('0/1 nodes are available') });
    const { part: without } = await statusOf([deployment('jupyterhub', 'hub', { available: 0 })]);
    expect(without('hub')).toMatchObject({ state: 'unwell', words: 'the hub has no pod' });
  });

  test('of homes that are there but not bound is unwell, and names the claim', async () => {
    const { part } = await statusOf(claims.map(({ metadata }) => claim(metadata.namespace!, metadata.name, 'Pending')));
    expect(part('homes')).toMatchObject({ state: 'unwell', words: 'the claim jhub-claim is not bound' });
  });
});

test('the views hold what is of the platform, and no volume of strangers', async () => {
  const volume = (name: string, namespace: string): KubeObject => ({
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name },
    spec: { claimRef: { namespace, name: 'c' } },
  });
  const objects = [
    volume('ours', 'jupyterhub'),
    volume('theirs', 'default'),
    ...claims,
    claim('default', 'x', 'Bound'),
  ];
  const { volumes, claims: rows } = await statusOf(objects);
  expect(volumes.map(({ name }) => name)).toEqual(['ours']);
  expect(rows.map(({ name }) => name)).toEqual(['jhub-claim', 'kernel-homes']);
});
