import { expect, test } from 'vitest';
import { type JsonAnswer, status } from '../../../test/api-server.ts';
import { startObjectServer } from '../../../test/object-server.ts';
import type { Kube } from '../../kube/index.ts';
import { manifest } from '../manifest.ts';
import { fingerprintWithout } from '../plan/fingerprint.ts';
import type { DriverContext } from './driver.ts';
import { manifestDriver } from './manifest-driver.ts';

const claim = {
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'homes', namespace: 'lab' },
  spec: { resources: { requests: { storage: '1Gi' } } },
};

function contextFor(kube: Kube): DriverContext {
  return {
    kube,
    helm: () => Promise.reject(new Error('no release here')),
    inventory: undefined,
    live: { metadataOf: () => undefined },
    fingerprint: fingerprintWithout({}),
    takeOver: false,
    now: Date.now,
    signal: new AbortController().signal,
  };
}

/** Observes the claim while the server answers a dry run as given. */
async function observed(answer: JsonAnswer) {
  await using api = await startObjectServer({
    objects: [claim],
    instead: ({ method, query }) => (method === 'PATCH' && query.get('force') === 'false' ? answer : undefined),
  });
  return await manifestDriver.observe(manifest(claim), contextFor(api.kube));
}

test('a field that cannot be changed blocks, with the way out and without the diff of the whole object', async () => {
  const message = 'spec: Forbidden: spec is immutable after creation\n@@ -6,7 +6,7 @@';
  const { verb, reason } = await observed(status(422, 'Invalid', { message }));
  expect(verb).toBe('blocked');
  expect(reason).toContain('kubectl delete persistentvolumeclaim -n lab homes');
  expect(reason).not.toContain('@@');
});

test('a size that cannot be changed blocks, though the server calls it forbidden', async () => {
  // As Kubernetes 1.34 says it of a bound claim on a volume that no class provided.
  const message =
    'persistentvolumeclaims "homes" is forbidden: only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize';
  const { verb, reason } = await observed(status(403, 'Forbidden', { message }));
  expect(verb).toBe('blocked');
  expect(reason).toMatch(/Set its size in the file back to what it was$/);
});

test('a field that another tool holds blocks, and the tool is named', async () => {
  const details = {
    causes: [{ reason: 'FieldManagerConflict', message: 'conflict with "kubectl-edit" using v1', field: '.spec.size' }],
  };
  const { verb, reason } = await observed(status(409, 'Conflict', { message: 'conflict', details }));
  expect(verb).toBe('blocked');
  expect(reason).toContain('.spec.size (held by kubectl-edit)');
});

test('a right that is missing is an error, not a plan', async () => {
  await expect(observed(status(403, 'Forbidden', { message: 'User "bob" cannot patch' }))).rejects.toMatchObject({
    code: 'KUBE_FORBIDDEN',
  });
});

test('an object that the next one must not overtake is waited for when it is made, and only then', async () => {
  await using api = await startObjectServer({ objects: [] });
  const reasons: string[] = [];
  const apply = async (looks: number) => {
    let looked = 0;
    const madeWhen = () => {
      looked += 1;
      return looked > looks ? { state: 'ready' as const } : { state: 'waiting' as const, reason: 'not seen yet' };
    };
    const resource = manifest(claim, { madeWhen });
    const context = {
      ...contextFor(api.kube),
      untilDone: new AbortController().signal,
      waiting: (reason: string) => reasons.push(reason),
      record: () => undefined,
      noteApplied: () => undefined,
    };
    await manifestDriver.apply(resource, await manifestDriver.observe(resource, context), context);
    return looked;
  };
  expect(await apply(1)).toBe(2);
  expect(reasons).toEqual(['not seen yet']);
  expect(await apply(1)).toBe(0);
});
