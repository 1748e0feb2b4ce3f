import { expect, test } from 'vitest';
import { startObjectServer } from '../../test/object-server.ts';
import type { KubeObject } from '../kube/index.ts';
import { withPlaceFor } from './place-for-pods.ts';

const pod: KubeObject = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'check', namespace: 'naas-system' } };
const where = async ({ metadata }: KubeObject) => metadata.namespace;
const signal = new AbortController().signal;

test('a pod runs where it belongs when that is there', async () => {
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'naas-system' } };
  await using api = await startObjectServer({ objects: [namespace] });
  expect(await withPlaceFor(pod, { kube: api.kube, signal }, where)).toBe('naas-system');
  expect(api.writes).toEqual([]);
});

test('before a deploy it runs in a namespace that is removed again, also when it fails', async () => {
  const account = {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'default', namespace: 'naas-preflight-x1' },
  };
  const named = ({ metadata, ...object }: KubeObject) => ({
    ...object,
    metadata: { ...metadata, name: `${metadata.generateName}x1` },
  });
  await using api = await startObjectServer({ objects: [account], made: named });
  const failing = async (placed: KubeObject) => {
    throw new Error(`failed in ${await where(placed)}`);
  };
  await expect(withPlaceFor(pod, { kube: api.kube, signal }, failing)).rejects.toThrow('failed in naas-preflight-x1');
  expect(api.seen[1]?.body).toMatchObject({
    metadata: { labels: { 'pod-security.kubernetes.io/enforce': 'baseline' } },
  });
  expect(api.writes.at(-1)).toBe('DELETE Namespace naas-preflight-x1');
});
