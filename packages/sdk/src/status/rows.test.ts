import { describe, expect, test } from 'vitest';
import { claimRow, podRow, serviceRow, volumeRow } from './rows.ts';

const object = (name: string, fields: object, metadata: object = {}) => ({
  apiVersion: 'v1',
  kind: 'X',
  metadata: { name, namespace: 'lab', ...metadata },
  ...fields,
});

test('a volume says where it is and whose', () => {
  const spec = {
    capacity: { storage: '15Gi' },
    claimRef: { namespace: 'lab', name: 'homes' },
    persistentVolumeReclaimPolicy: 'Retain',
    nfs: { server: '203.0.113.7', path: '/export' },
  };
  expect(volumeRow(object('nfs-pv', { spec, status: { phase: 'Bound' } }))).toEqual({
    name: 'nfs-pv',
    capacity: '15Gi',
    phase: 'Bound',
    claim: 'lab/homes',
    reclaimPolicy: 'Retain',
    storageClass: '',
    source: '203.0.113.7:/export',
  });
});

test('a claim that is not bound has no volume and no capacity, and a state that is not known is said so', () => {
  const row = claimRow(object('homes', { spec: { storageClassName: 'fast' }, status: { phase: 'Pending' } }));
  expect(row).toMatchObject({ phase: 'Pending', volume: '', capacity: '', storageClass: 'fast' });
  expect(claimRow(object('homes', { spec: {} })).phase).toBe('Unknown');
});

test('a Service shows its ports as kubectl does, and that its address is still awaited', () => {
  const spec = {
    type: 'LoadBalancer',
    clusterIP: '10.0.0.1',
    ports: [{ port: 80, nodePort: 30080, protocol: 'TCP' }, { port: 53 }],
  };
  expect(serviceRow(object('proxy-public', { spec }))).toMatchObject({
    externalIp: '<pending>',
    ports: '80:30080/TCP, 53/TCP',
  });
  const status = { loadBalancer: { ingress: [{ ip: '192.0.2.1' }, { hostname: 'lab.example.com' }] } };
  expect(serviceRow(object('proxy-public', { spec, status })).externalIp).toBe('192.0.2.1, lab.example.com');
  expect(serviceRow(object('hub', { spec: { type: 'ClusterIP' } })).externalIp).toBe('');
});

describe('a pod', () => {
  const spec = { containers: [{}, {}] };
  const running = { ready: true, restartCount: 1, state: { running: {} } };

  test('of a person says whose it is; one of the platform is nobody’s', () => {
    const pod = (component: string, annotations: object) =>
      podRow(object('p', { spec, status: {} }, { labels: { component }, annotations }));
    const names = { 'naas.dev/user': 'alice', 'hub.jupyter.org/username': 'bob' };
    expect(pod('kernel', names)).toMatchObject({ role: 'kernel', person: 'alice' });
    expect(pod('singleuser-server', names)).toMatchObject({ role: 'server', person: 'bob' });
    expect(pod('hub', names)).toMatchObject({ role: 'platform' });
    expect(pod('hub', names)).not.toHaveProperty('person');
  });

  test('counts what is ready and its restarts, and says what a container waits for', () => {
    const waiting = { ready: false, restartCount: 2, state: { waiting: { reason: 'ImagePullBackOff' } } };
    const row = podRow(object('p', { spec, status: { phase: 'Pending', containerStatuses: [running, waiting] } }));
    expect(row).toMatchObject({ ready: '1/2', restarts: 3, reason: 'ImagePullBackOff', phase: 'Pending' });
  });

  test('that an init container holds up says what that one waits for', () => {
    const waiting = (reason: string) => ({ ready: false, restartCount: 0, state: { waiting: { reason } } });
    const status = {
      phase: 'Pending',
      initContainerStatuses: [waiting('ImagePullBackOff')],
      containerStatuses: [waiting('PodInitializing'), waiting('PodInitializing')],
    };
    expect(podRow(object('p', { spec, status })).reason).toBe('ImagePullBackOff');
    const initialised = {
      ...status,
      initContainerStatuses: [{ ready: false, restartCount: 0, state: { running: {} } }],
    };
    expect(podRow(object('p', { spec, status: initialised })).reason).toBe('PodInitializing');
  });

  test('that no node has taken has none of its containers ready, and says so', () => {
    const conditions = [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable' }];
    const row = podRow(object('p', { spec, status: { phase: 'Pending', conditions } }));
    expect(row).toMatchObject({ ready: '0/2', reason: 'Unschedulable' });
  });

  test('that is being deleted says so, whatever its phase', () => {
    const status = { phase: 'Running', containerStatuses: [running, running] };
    expect(podRow(object('p', { spec, status }, { deletionTimestamp: '2026-01-01T00:00:00Z' })).phase).toBe(
      'Terminating',
    );
  });
});
