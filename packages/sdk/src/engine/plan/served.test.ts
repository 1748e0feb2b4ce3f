import { expect, test } from 'vitest';
import { startObjectServer } from '../../../test/object-server.ts';
import { manifest } from '../manifest.ts';
import { servedOnly } from './served.ts';
import type { WantedResource } from './wanted.ts';

const NOTE = 'This cluster has no such thing.';
const object = (kind: string) => ({ apiVersion: 'admissionregistration.k8s.io/v1', kind, metadata: { name: 'a' } });
const wanted: WantedResource[] = [
  { component: 'a', resource: manifest(object('ValidatingAdmissionPolicy'), { whereServed: NOTE }) },
  { component: 'a', resource: manifest(object('ValidatingAdmissionPolicyBinding'), { whereServed: NOTE }) },
  {
    component: 'b',
    resource: manifest({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'b' } }),
  },
];

async function served(body?: object) {
  const isDiscovery = (path: string) => path === '/apis/admissionregistration.k8s.io/v1';
  await using api = await startObjectServer({
    instead: ({ path }) => (body && isDiscovery(path) ? { body } : undefined),
  });
  return await servedOnly(wanted, { kube: api.kube, signal: new AbortController().signal });
}

test('what the cluster serves is wanted, and nothing is said', async () => {
  expect(await served()).toEqual({ wanted, notes: [] });
});

test('what an older cluster does not know is left out, and told once', async () => {
  const { wanted: left, notes } = await served({ resources: [] });
  expect(left).toEqual([wanted[2]]);
  expect(notes).toEqual([NOTE]);
});
