import { expect, test } from 'vitest';
import { startObjectServer } from '../../../test/object-server.ts';
import { manifest } from '../manifest.ts';
import { emptyInventory, readInventory, withWanted } from './inventory.ts';

const signal = new AbortController().signal;
const object = (kind: string, name: string) => ({ apiVersion: 'v1', kind, metadata: { name, namespace: 'lab' } });
const release = {
  driver: 'release',
  name: 'jhub',
  namespace: 'lab',
  chart: { path: '/chart' },
  values: {},
  description: 'naas: chart 1 values 2',
} as const;

test('an inventory holds objects and releases with what may not be deleted, namespaces always', () => {
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'lab' } };
  const { objects, releases } = withWanted(emptyInventory('lab'), [
    { component: 'spaces', resource: manifest(namespace) },
    { component: 'homes', resource: manifest(object('PersistentVolumeClaim', 'homes'), { keep: true }) },
    { component: 'gateway', resource: manifest(object('Service', 'gateway')) },
    { component: 'hub', resource: release },
  ]);
  expect(objects.map(({ kind, keep }) => [kind, keep])).toEqual([
    ['Namespace', true],
    ['PersistentVolumeClaim', true],
    ['Service', false],
  ]);
  expect(releases).toEqual([{ name: 'jhub', namespace: 'lab', component: 'hub' }]);
});

test('what an earlier deploy applied is not forgotten, and what both applied is there once', () => {
  const of = (...names: string[]) =>
    names.map((name) => ({ component: 'x', resource: manifest(object('Service', name)) }));
  const first = withWanted(emptyInventory('lab'), of('old', 'both'));
  const second = withWanted(first, of('both', 'new'));
  expect(second.objects.map(({ name }) => name)).toEqual(['old', 'both', 'new']);
});

test('one that was damaged is named, in words', async () => {
  const metadata = { name: 'naas-inventory', namespace: 'naas-system' };
  const damaged = { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { 'inventory.json': '{"objects":[{}]}' } };
  await using api = await startObjectServer({ objects: [damaged] });
  await expect(readInventory(api.kube, { signal })).rejects.toMatchObject({
    code: 'KUBE_INVALID',
    message: 'The ConfigMap naas-system/naas-inventory is not as a deploy writes it.',
  });
});

test('before the first deploy there is none', async () => {
  await using api = await startObjectServer();
  expect(await readInventory(api.kube, { signal })).toBeUndefined();
});
