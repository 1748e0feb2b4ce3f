import { expect, test } from 'vitest';
import type { KubeObject } from '../object.ts';
import { appliedFields, fieldOwners } from './managed-fields.ts';

const entry = (manager: string, fieldsV1: object, more: object = {}) => ({
  manager,
  operation: 'Update',
  apiVersion: 'apps/v1',
  time: '2026-01-01T00:00:00Z',
  fieldsType: 'FieldsV1',
  fieldsV1,
  ...more,
});

const containers = (fields: object) => ({ 'f:spec': { 'f:template': { 'f:spec': { 'f:containers': fields } } } });

/** As Kubernetes 1.34 keeps it of a Deployment that was applied, scaled and given another image. */
const deployment: KubeObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name: 'gateway',
    managedFields: [
      entry(
        'naas',
        {
          'f:metadata': { 'f:labels': { 'f:app': {} } },
          ...containers({ 'k:{"name":"main"}': { '.': {}, 'f:name': {}, 'f:args': {} } }),
        },
        { operation: 'Apply' },
      ),
      entry('kubectl-set', containers({ 'k:{"name":"main"}': { 'f:image': {} } }), { time: '2026-02-02T00:00:00Z' }),
      entry('kubectl', { 'f:spec': { 'f:replicas': {} } }, { subresource: 'scale' }),
      entry('scaler', { 'f:spec': { 'f:replicas': {} } }),
      entry('kube-controller-manager', { 'f:status': { 'f:replicas': {} } }, { subresource: 'status' }),
    ],
  },
  spec: {
    replicas: 3,
    template: { spec: { containers: [{ name: 'side' }, { name: 'main', image: 'b', args: ['--fast'] }] } },
  },
};
const main = ['spec', 'template', 'spec', 'containers', 1] as const;
const managersOf = (path: readonly (string | number)[]) => fieldOwners(deployment, path).map(({ manager }) => manager);

test('whoever set a field last owns it, and is told with the time', () => {
  expect(fieldOwners(deployment, [...main, 'image'])).toEqual([
    { manager: 'kubectl-set', time: '2026-02-02T00:00:00Z' },
  ]);
});

test('an entry of a list is found by its keys, not by where it stands', () => {
  expect(managersOf([...main, 'args', 0])).toEqual(['naas']);
  expect(managersOf(['spec', 'template', 'spec', 'containers', 0, 'image'])).toEqual([]);
});

test('what was set through a subresource is that subresource’s', () => {
  expect(managersOf(['spec', 'replicas'])).toEqual(['scaler']);
});

test('an entry of a set is found by its value', () => {
  const set: KubeObject = {
    ...deployment,
    metadata: {
      name: 'x',
      managedFields: [entry('naas', { 'f:metadata': { 'f:finalizers': { 'v:"a"': {} } } })],
      finalizers: ['b', 'a'],
    },
  };
  expect(fieldOwners(set, ['metadata', 'finalizers', 1])).toHaveLength(1);
  expect(fieldOwners(set, ['metadata', 'finalizers', 0])).toHaveLength(0);
});

test('the fields a manager applied are told apart from those it updated', () => {
  expect(appliedFields(deployment.metadata, 'naas')).toHaveProperty('f:metadata');
  expect(appliedFields(deployment.metadata, 'kubectl-set')).toBeUndefined();
});
