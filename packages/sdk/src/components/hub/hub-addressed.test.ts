import { expect, test } from 'vitest';
import { judged } from '../../../test/judged.ts';
import { platformConfig } from '../../../test/platform-config.ts';
import type { KubeObject } from '../../kube/index.ts';
import { hubAddressed } from './hub-addressed.ts';

const loadBalancer = { install: 'metallb', addresses: ['192.0.2.1-192.0.2.9'] };
const [check] = hubAddressed(platformConfig({ loadBalancer }));
const service = (ingress?: object[]): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'proxy-public', namespace: 'jupyterhub' },
  spec: { type: 'LoadBalancer' },
  status: { loadBalancer: ingress ? { ingress } : {} },
});
const event = (type: string, reason: string, message: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Event',
  metadata: { name: reason, namespace: 'jupyterhub' },
  type,
  reason,
  message,
  involvedObject: { kind: 'Service', name: 'proxy-public', namespace: 'jupyterhub' },
});

test('an address is waited for only where the file asks for what gives it', () => {
  const hub = { authenticator: { class: 'native', allow: ['alice'] }, service: { type: 'ClusterIP' } };
  expect(hubAddressed(platformConfig())).toEqual([]);
  expect(hubAddressed(platformConfig({ loadBalancer, hub }))).toEqual([]);
  expect(hubAddressed(platformConfig({ loadBalancer }))).toHaveLength(1);
});

test('the hub is ready with its address, and waited for while nothing speaks against it', async () => {
  expect(await judged(check, [])).toMatchObject({ state: 'waiting' });
  expect(await judged(check, [service([{ ip: '192.0.2.1' }])])).toEqual({ state: 'ready' });
  expect(await judged(check, [service()])).toEqual({
    state: 'waiting',
    reason: 'it has no address: nothing in the cluster has given it one',
  });
});

test('that no address is left is final, and told in the words of who has none to give', async () => {
  const refused = event('Warning', 'AllocationFailed', 'Failed to allocate IP: no available IPs');
  expect(await judged(check, [service(), refused])).toEqual({
    state: 'failed',
    reason: 'it has no address: Failed to allocate IP: no available IPs',
    hint: expect.stringContaining('spec.loadBalancer.addresses'),
  });
});
