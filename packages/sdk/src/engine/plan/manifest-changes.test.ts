import { expect, test } from 'vitest';
import type { KubeObject } from '../../kube/index.ts';
import { manifestChanges } from './manifest-changes.ts';

const object = (kind: string, name: string, more: object = {}): KubeObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { name, namespace: 'lab' },
  ...more,
});

test('objects that come, go and change are told by their names', () => {
  const before = [object('Service', 'old'), object('ConfigMap', 'hub', { data: { a: '1' } })];
  const after = [object('ConfigMap', 'hub', { data: { a: '2' } }), object('Service', 'new')];
  expect(manifestChanges(before, after)).toEqual([
    { path: 'Service lab/old', before: '(there)' },
    { path: 'ConfigMap lab/hub: data.a', before: '1', after: '2' },
    { path: 'Service lab/new', after: '(new)' },
  ]);
});

test('of a Secret it is told that it changes, and not to what', () => {
  const secret = (value: string) => [object('Secret', 'hub', { data: { key: value } })];
  const [change] = manifestChanges(secret('cGxhbnRlZA=='), secret('b3RoZXI='));
  expect(change).toEqual({ path: 'Secret lab/hub: data.key', before: '(secret)', after: '(secret)' });
});
