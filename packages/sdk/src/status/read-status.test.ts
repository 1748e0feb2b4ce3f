import { describe, expect, test } from 'vitest';
import type { Answer } from '../../test/api-server.ts';
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
const guard = deployment('enterprise-gateway', 'gateway-guard', { wanted: 2, available: 2 });
const frontDoor = (selector: Record<string, string>): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'enterprise-gateway', namespace: 'enterprise-gateway' },
  spec: { type: 'ClusterIP', selector, ports: [] },
});
const guarded = [guard, frontDoor({ 'app.kubernetes.io/name': 'gateway-guard' })];
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
    const { health } = await statusOf([hub, proxy, gateway, ...guarded, ...claims]);
    expect(health.map(({ state, words }) => `${state}: ${words}`)).toEqual([
      'well: the hub answers (JupyterHub 5.5.0)',
      'well: the proxy runs',
      'well: the gateway answers and offers python_kubernetes',
      'well: the guard runs',
      'well: the homes are on 203.0.113.7:/export/homes',
    ]);
  });

  test('of a scheduler that the chart brought is told of, since no server starts without it', async () => {
    const scheduler = deployment('jupyterhub', 'user-scheduler', { wanted: 2, available: 0 });
    const { part } = await statusOf([hub, proxy, scheduler]);
    expect(part('user scheduler')).toMatchObject({ state: 'unwell', words: 'the user scheduler has no pod' });
  });

  test('of nothing deployed is absent', async () => {
    const { health } = await statusOf([]);
    expect(health.map(({ state }) => state)).toEqual(['absent', 'absent', 'absent', 'absent', 'absent']);
  });

  test('of a guard that servers do not come by is unwell, though it runs', async () => {
    const { part } = await statusOf([guard, frontDoor({ 'gateway-selector': 'enterprise-gateway' })]);
    expect(part('guard')).toMatchObject({
      state: 'unwell',
      words: expect.stringContaining('servers reach the gateway without it'),
    });
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

describe('of what the file has installed for the cluster', () => {
  const config = platformConfig({
    storage: {
      homes: { nfs: { server: '203.0.113.7', path: '/export/homes' } },
      kernelspecs: { storageClassName: 'nfs-client' },
      provisioner: { install: 'nfs-subdir-external-provisioner', nfs: { path: '/export' } },
    },
    loadBalancer: { install: 'metallb', addresses: ['192.0.2.1-192.0.2.9'] },
  });
  const labelled = (namespace: string, name: string, labels: Record<string, string>): KubeObject => {
    const { metadata, ...rest } = deployment(namespace, name);
    return { ...rest, metadata: { ...metadata, labels } };
  };
  const controller = labelled('metallb-system', 'metallb-controller', { 'app.kubernetes.io/instance': 'metallb' });
  const provisioner = labelled('nfs', 'nfs-client-provisioner', { release: 'nfs-client' });
  const service = (ingress: object[]): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'proxy-public', namespace: 'jupyterhub' },
    spec: { type: 'LoadBalancer', ports: [] },
    status: { loadBalancer: { ingress } },
  });
  const metallb = (kind: string, labels: Record<string, string> = {}): KubeObject => ({
    apiVersion: 'metallb.io/v1beta1',
    kind,
    metadata: { name: 'naas', namespace: 'metallb-system', labels },
  });
  const answering = metallb('ServiceL2Status', {
    'metallb.io/service-name': 'proxy-public',
    'metallb.io/service-namespace': 'jupyterhub',
  });

  test('health says whether it runs, and which Service got which address', async () => {
    const objects = [controller, provisioner, service([{ ip: '192.0.2.1' }]), answering];
    const { part } = await statusOf(objects, { config });
    expect(part('provisioner')).toMatchObject({ state: 'well', words: 'the provisioner runs' });
    expect(part('load balancer')).toMatchObject({
      state: 'well',
      words: 'the load balancer gave proxy-public 192.0.2.1',
    });
  });

  test('nothing is deployed yet', async () => {
    const { part } = await statusOf([], { config });
    expect([part('provisioner')?.state, part('load balancer')?.state]).toEqual(['absent', 'absent']);
  });

  test('a Service that no address is left for says so, in the words of who gives them, and where to sign in', async () => {
    const event = {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: 'e', namespace: 'jupyterhub' },
      type: 'Warning',
      reason: 'AllocationFailed',
      message: 'Failed to allocate IP: no available IPs',
      involvedObject: { kind: 'Service', name: 'proxy-public', namespace: 'jupyterhub' },
    };
    const { part, services, signIn } = await statusOf([controller, service([]), event], { config });
    expect(part('load balancer')).toMatchObject({
      state: 'unwell',
      words: expect.stringContaining('proxy-public has no address: Failed to allocate IP: no available IPs'),
    });
    expect(services[0]).toMatchObject({
      externalIp: '<pending>',
      trouble: expect.stringContaining('no available IPs'),
    });
    expect(signIn[0]).toContain('no address yet: Failed to allocate IP: no available IPs. Until then: kubectl');
  });

  test.each([
    { there: [], says: 'no L2Advertisement says that it is to be announced' },
    { there: [metallb('L2Advertisement')], says: 'no node announces it' },
  ])('an address at which nobody answers says why: $says', async ({ there, says }) => {
    const { part } = await statusOf([controller, service([{ ip: '192.0.2.1' }]), ...there], { config });
    expect(part('load balancer')).toMatchObject({ state: 'unwell', words: expect.stringContaining(says) });
  });

  test('where the file has nothing installed, an address that is missing is told and nothing is unwell', async () => {
    const { health, services } = await statusOf([hub, proxy, gateway, ...guarded, ...claims, service([])]);
    expect(health.map(({ state }) => state)).toEqual(['well', 'well', 'well', 'well', 'well']);
    expect(services.find(({ name }) => name === 'proxy-public')?.trouble).toBe(
      'nothing in the cluster has given it one',
    );
  });
});

test('a cluster that cannot hold the gateway to what a kernel is says so', async () => {
  const notes = async (instead?: () => Answer) => {
    await using api = await startObjectServer(instead ? { instead } : {});
    const asks = { askHub: async () => '', askGateway: async () => [] };
    const signal = new AbortController().signal;
    return (await readStatus({ kube: api.kube, config: platformConfig(), signal, ...asks })).notes;
  };
  expect(await notes()).toEqual([]);
  expect(await notes(() => ({ body: { resources: [], items: [], metadata: {} } }))).toEqual([
    expect.stringMatching(/^This cluster has no ValidatingAdmissionPolicy/),
  ]);
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
