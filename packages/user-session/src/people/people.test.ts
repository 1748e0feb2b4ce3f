import type { KubeObject } from '@naas/sdk';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { platformStandIn } from '../../test/platform-stand-in.ts';
import type { Gateway, GatewayKernel } from '../gateway/index.ts';
import type { HubUser } from '../hub/index.ts';
import { endKernel } from './end-kernel.ts';
import { joinPeople } from './join-people.ts';
import { type KernelPod, kernelPodOf } from './kernel-pods.ts';
import { listPeople } from './list-people.ts';
import { kernelsOf } from './person.ts';

const NOW = Date.parse('2026-01-01T12:00:00Z');
const user = (name: string): HubUser => ({ name, admin: false, servers: [] });
const kernel = (id: string): GatewayKernel => ({ id, name: 'python_kubernetes', state: 'busy', connections: 1 });
const pod = (kernelId: string, different: Partial<KernelPod> = {}): KernelPod => ({
  kernelId,
  user: 'alice',
  podName: `nb-${kernelId}`,
  namespace: 'notebook-kernels',
  uid: `uid-of-${kernelId}`,
  phase: 'Running',
  startedAt: '2026-01-01T10:00:00Z',
  ...different,
});

test('a kernel belongs to exactly the name its pod bears, not to one that begins alike', () => {
  const people = joinPeople({
    users: [user('alice'), user('alice-2')],
    kernels: [kernel('k1'), kernel('k2')],
    pods: [pod('k1'), pod('k2', { user: 'alice-2' })],
    now: NOW,
  });
  expect(kernelsOf(people, 'alice').map(({ id }) => id)).toEqual(['k1']);
  expect(kernelsOf(people, 'alice')[0]).toMatchObject({ kernelspec: 'python_kubernetes', state: 'busy', pod: 'nb-k1' });
  expect(kernelsOf(people, 'Alice')).toEqual([]);
});

test('somebody the hub does not know is shown as a stranger, with the kernels', () => {
  const people = joinPeople({ users: [], kernels: [kernel('k1')], pods: [pod('k1')], now: NOW });
  expect(people.people).toMatchObject([{ name: 'alice', stranger: true, kernels: [{ id: 'k1' }] }]);
});

test('a pod the gateway forgot and a kernel without a pod are orphans', () => {
  const found = { users: [], kernels: [kernel('k2')], pods: [pod('k1')], now: NOW };
  expect(joinPeople(found).orphans).toEqual({ pods: [pod('k1')], kernels: [kernel('k2')] });
});

test.each<[string, Partial<KernelPod>]>([
  ['waits for its node', { phase: 'Pending' }],
  ['is being deleted', { phase: 'Terminating' }],
  ['has just started', { startedAt: '2026-01-01T11:59:50Z' }],
])('a pod that %s is no orphan yet', (_, different) => {
  const people = joinPeople({ users: [], kernels: [], pods: [pod('k1', different)], now: NOW });
  expect(people.orphans.pods).toEqual([]);
  expect(kernelsOf(people, 'alice')).toHaveLength(1);
});

test('no kernel and no pod is lost or told twice, whoever can be asked', () => {
  const ids = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'));
  const owner = fc.constantFrom('alice', 'bob', undefined);
  const pods = fc.uniqueArray(fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd'), owner }), {
    selector: ({ id }) => id,
  });
  fc.assert(
    fc.property(fc.option(ids, { nil: undefined }), fc.option(pods, { nil: undefined }), (kernels, owned) => {
      const found = {
        users: [user('alice')],
        kernels: kernels?.map(kernel),
        pods: owned?.map(({ id, owner }) => {
          const { user: _, ...rest } = pod(id);
          return { ...rest, ...(owner !== undefined && { user: owner }) };
        }),
        now: NOW,
      };
      const { people, ownerless = [], orphans } = joinPeople(found);
      const told = [
        ...people.flatMap((person) => person.kernels.map(({ id }) => id)),
        ...ownerless.map(({ id }) => id),
        ...orphans.pods.map(({ kernelId }) => kernelId),
        ...orphans.kernels.map(({ id }) => id),
      ];
      const all = new Set([...(kernels ?? []), ...(owned ?? []).map(({ id }) => id)]);
      expect(told.sort()).toEqual([...all].sort());
    }),
  );
});

test('a gateway that is away leaves a gap, and the kernels are known by their pods', async () => {
  await using platform = await platformStandIn({
    answer: ({ path }) => {
      if (path === '/api/kernels') return { status: 503, text: 'no' };
      const items = [{ name: 'alice', servers: {} }];
      return path === '/hub/api/users' ? { status: 200, json: { items, _pagination: { next: null } } } : undefined;
    },
  });
  const sources = { ...platform, kernelPods: async () => [pod('k1')] };
  const people = await listPeople(sources);
  expect(people.gaps).toMatchObject([{ code: 'GATEWAY_REFUSED' }]);
  expect(people.orphans).toEqual({ pods: [], kernels: [] });
  expect(kernelsOf(people, 'alice')).toMatchObject([{ id: 'k1', podPhase: 'Running' }]);
});

const object = (different: {
  annotations?: Record<string, string>;
  env?: object[];
  deletionTimestamp?: string;
}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'nb-k1',
    namespace: 'notebook-kernels',
    uid: 'uid-of-k1',
    labels: { kernel_id: 'k1' },
    annotations: different.annotations ?? {},
    creationTimestamp: '2026-01-01T10:00:00Z',
    ...(different.deletionTimestamp && { deletionTimestamp: different.deletionTimestamp }),
  },
  spec: { containers: [{ name: 'k', env: different.env ?? [] }] },
  status: { phase: 'Pending', containerStatuses: [{ state: { waiting: { reason: 'ErrImagePull' } } }] },
});

test('a pod says whose it is by its annotation, or by the environment the gateway gave it', () => {
  const env = [{ name: 'KERNEL_USERNAME', value: 'bob' }];
  expect(kernelPodOf(object({ annotations: { 'naas.dev/user': 'a@b.c' }, env }))?.user).toBe('a@b.c');
  expect(kernelPodOf(object({ env }))).toMatchObject({ user: 'bob', phase: 'Pending', reason: 'ErrImagePull' });
  expect(kernelPodOf(object({}))).not.toHaveProperty('user');
  expect(kernelPodOf(object({ deletionTimestamp: '2026-01-01T10:00:01Z' }))?.phase).toBe('Terminating');
});

const sourcesOf = (gateway: Gateway, pods: KernelPod[]) => ({
  gateway,
  // The last one stays, as long as nobody deletes it.
  kernelPod: async () => (pods.length > 1 ? pods.shift() : pods[0]),
  removePod: async (removed: KernelPod) => void pods.splice(pods.indexOf(removed), 1),
});

test('a kernel has ended when gateway and cluster have both let go of it', async () => {
  await using platform = await platformStandIn();
  platform.kernels.add('k1');
  const pods = [pod('k1'), pod('k1', { phase: 'Terminating' }), pod('k1', { phase: 'Terminating' })];
  const removePod = () => Promise.reject(new Error('the gateway does that'));
  const ended = await endKernel({ gateway: platform.gateway, kernelPod: async () => pods.shift(), removePod }, 'k1');
  expect(ended).toEqual({ elapsedMs: 600, wasRunning: true, wasOrphan: false });
  expect(platform.kernels.size).toBe(0);
});

test('a pod that does not go is named at the deadline', async () => {
  await using platform = await platformStandIn();
  platform.kernels.add('k1');
  const ending = endKernel(sourcesOf(platform.gateway, [pod('k1')]), 'k1', { deadlineMs: 3_000 });
  await expect(ending).rejects.toMatchObject({
    code: 'TIMED_OUT',
    message: 'Pod notebook-kernels/nb-k1 did not go within 3 s.',
  });
});

test('a pod that does not go is named also when the gateway took its time, and no question is asked without time', async () => {
  let asked = 0;
  await using platform = await platformStandIn({
    answer: ({ method }) => {
      if (method !== 'GET') return { status: 204, text: '' };
      asked += 1;
      return asked > 3 ? { status: 404, json: {} } : { status: 200, json: { id: 'k1', name: 'python_kubernetes' } };
    },
  });
  const kernelPod = async (_id: string, { deadlineMs }: { deadlineMs?: number }) => {
    if (deadlineMs === 0) throw new Error('the cluster did not answer within 0 s');
    return pod('k1');
  };
  const ending = endKernel({ gateway: platform.gateway, kernelPod, removePod: async () => undefined }, 'k1', {
    deadlineMs: 3_000,
  });
  await expect(ending).rejects.toMatchObject({
    code: 'TIMED_OUT',
    message: 'Pod notebook-kernels/nb-k1 did not go within 2.1 s.',
  });
});

test('a kernel the gateway does not know ends with its pod, and that is told', async () => {
  await using platform = await platformStandIn();
  const pods = [pod('k1')];
  expect(await endKernel(sourcesOf(platform.gateway, pods), 'k1')).toEqual({
    elapsedMs: 0,
    wasRunning: true,
    wasOrphan: true,
  });
  expect(pods).toEqual([]);
});

test('a kernel the gateway does not know and whose pod is going already is waited for, not deleted again', async () => {
  await using platform = await platformStandIn();
  const pods = [pod('k1', { phase: 'Terminating' }), pod('k1', { phase: 'Terminating' })];
  const removePod = () => Promise.reject(new Error('it is being deleted'));
  const ended = await endKernel({ gateway: platform.gateway, kernelPod: async () => pods.shift(), removePod }, 'k1');
  expect(ended).toMatchObject({ wasRunning: false, wasOrphan: false });
});

test('a gateway that does not answer is no gateway that does not know: nothing is deleted', async () => {
  await using platform = await platformStandIn({ answer: () => ({ status: 503, text: 'no' }) });
  const pods = [pod('k1')];
  await expect(endKernel(sourcesOf(platform.gateway, pods), 'k1')).rejects.toMatchObject({ code: 'GATEWAY_REFUSED' });
  expect(pods).toEqual([pod('k1')]);
});
