import { expect, test } from 'vitest';
import type { KubeObject } from '../../kube/index.ts';
import { driftOf } from './drift-of.ts';

function service(spec: object, managers: Readonly<Record<string, object>> = {}): KubeObject {
  const managedFields = Object.entries(managers).map(([manager, fields]) => ({
    manager,
    operation: 'Update',
    time: '2026-02-02T00:00:00Z',
    fieldsV1: { 'f:spec': fields },
  }));
  return { apiVersion: 'v1', kind: 'Service', metadata: { name: 'hub', namespace: 'lab', managedFields }, spec };
}

const ours = { managers: ['naas'] };

test('a field that somebody changed is told with what was wanted, what is there and who it was', () => {
  const live = service({ type: 'NodePort' }, { 'kubectl-edit': { 'f:type': {} } });
  expect(driftOf(service({ type: 'ClusterIP' }), live, ours)).toEqual([
    {
      path: 'spec.type',
      wanted: 'ClusterIP',
      live: 'NodePort',
      by: { manager: 'kubectl-edit', time: '2026-02-02T00:00:00Z' },
    },
  ]);
});

test('what the server or others added to an object is no drift', () => {
  const live = { ...service({ type: 'ClusterIP', clusterIP: '10.0.0.1' }), status: { loadBalancer: {} } };
  expect(driftOf(service({ type: 'ClusterIP' }), live, ours)).toEqual([]);
});

test('a value that is still ours is as we set it, in whatever words the server keeps it', () => {
  const live = service({ memory: '1Gi' }, { naas: { 'f:memory': {} } });
  expect(driftOf(service({ memory: '1024Mi' }), live, ours)).toEqual([]);
});

test('an entry of a list is found again by its name wherever it stands', () => {
  const wanted = service({ ports: [{ name: 'http', port: 80 }] });
  const ports = (port: number) => [
    { name: 'admin', port: 1 },
    { name: 'http', port },
  ];
  expect(driftOf(wanted, service({ ports: ports(80) }), ours)).toEqual([]);
  expect(driftOf(wanted, service({ ports: ports(81) }), ours)).toMatchObject([
    { path: 'spec.ports[1].port', live: 81 },
  ]);
});

test('a field that is gone is drift, unless it was empty', () => {
  expect(driftOf(service({ type: 'ClusterIP', empty: {}, no: false, none: null }), service({}), ours)).toEqual([
    { path: 'spec.type', wanted: 'ClusterIP' },
  ]);
});

test('what a Secret says in plain words is looked for where the server keeps it', () => {
  const secret = (content: object): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'hub', namespace: 'lab' },
    ...content,
  });
  const applied = secret({ data: { kept: 'YQ==' }, stringData: { token: 'planted' } });
  const live = (token: string) => secret({ data: { kept: 'YQ==', token: Buffer.from(token).toString('base64') } });
  expect(driftOf(applied, live('planted'), ours)).toEqual([]);
  expect(driftOf(applied, live('other'), ours)).toMatchObject([{ path: 'data.token' }]);
});
