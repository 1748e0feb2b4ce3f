import { expect, test } from 'vitest';
import { status } from '../../../test/api-server.ts';
import { startObjectServer } from '../../../test/object-server.ts';
import type { KubeObject } from '../../kube/index.ts';
import { readLiveObjects } from './live-objects.ts';

const labels = { 'naas.dev/platform': 'lab' };
const service = (namespace: string, name: string, of: Record<string, string> = labels): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace, labels: of },
});
const ref = (namespace: string, name: string) => ({ apiVersion: 'v1', kind: 'Service', namespace, name });
const options = { platform: 'lab', signal: new AbortController().signal };
const objects = [service('one', 'a'), service('two', 'b'), service('one', 'theirs', {})];

test('a kind is one request, and what carries no label of the platform is not seen', async () => {
  await using api = await startObjectServer({ objects });
  const live = await readLiveObjects(api.kube, [ref('one', 'a'), ref('two', 'b'), ref('one', 'theirs')], options);
  expect(live.metadataOf(ref('two', 'b'))?.name).toBe('b');
  expect(live.metadataOf(ref('one', 'theirs'))).toBeUndefined();
  expect(api.seen).toHaveLength(1);
});

test('who may not list a kind everywhere asks in each namespace there is something of it', async () => {
  await using api = await startObjectServer({
    objects,
    instead: ({ path }) => (path === '/api/v1/services' ? status(403, 'Forbidden') : undefined),
  });
  const live = await readLiveObjects(api.kube, [ref('one', 'a'), ref('two', 'b')], options);
  expect([live.metadataOf(ref('one', 'a'))?.name, live.metadataOf(ref('two', 'b'))?.name]).toEqual(['a', 'b']);
});

test('a kind that comes with something that is not installed yet has no objects', async () => {
  await using api = await startObjectServer({
    instead: ({ path }) => (path.startsWith('/apis/metallb.io') ? status(404, 'NotFound') : undefined),
  });
  const pool = { apiVersion: 'metallb.io/v1beta1', kind: 'IPAddressPool', namespace: 'one', name: 'naas' };
  expect((await readLiveObjects(api.kube, [pool], options)).metadataOf(pool)).toBeUndefined();
});
