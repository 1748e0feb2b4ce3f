import { describe, expect, test } from 'vitest';
import { judged } from '../../../test/judged.ts';
import type { KubeObject } from '../../kube/index.ts';
import { claimBound } from './claim-bound.ts';

describe('a claim', () => {
  const claim = (spec: object, phase?: string): KubeObject => ({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'db', namespace: 'lab' },
    spec,
    status: { phase },
  });
  const event = (reason: string, message: string, type = 'Normal'): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: reason, namespace: 'lab' },
    type,
    reason,
    message,
    involvedObject: { kind: 'PersistentVolumeClaim', name: 'db', namespace: 'lab' },
  });
  const storageClass = (name: string, annotations = {}): KubeObject => ({
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name, annotations },
  });
  const check = claimBound('lab', 'db', 'spec.hub.database.storageClassName');

  test('that is bound is ready, one whose volume is gone never will be', async () => {
    expect(await judged(check, [claim({}, 'Bound')])).toEqual({ state: 'ready' });
    expect(await judged(check, [claim({}, 'Lost')])).toMatchObject({ state: 'failed' });
    expect(await judged(check, [])).toMatchObject({ state: 'waiting' });
  });

  test('that waits for its first pod is ready as far as anybody can tell', async () => {
    const pending = claim({ storageClassName: 'fast' }, 'Pending');
    const waits = event('WaitForFirstConsumer', 'waiting for first consumer');
    expect(await judged(check, [pending, waits])).toEqual({ state: 'ready' });
  });

  test('that nobody provides says the words of its event, a failure before what is said while it waits', async () => {
    const pending = claim({ storageClassName: 'nfs-client' }, 'Pending');
    const waits = event('ExternalProvisioning', 'waiting for a volume to be created by the provisioner');
    expect(await judged(check, [storageClass('nfs-client'), pending, waits])).toEqual({
      state: 'waiting',
      reason: 'the claim db is Pending: waiting for a volume to be created by the provisioner',
    });
    const refused = event('ProvisioningFailed', 'unable to create directory', 'Warning');
    expect(await judged(check, [storageClass('nfs-client'), pending, refused, waits])).toMatchObject({
      reason: 'the claim db is Pending: unable to create directory',
    });
  });

  test('on a class that there is not fails with the classes there are, and the key that names it', async () => {
    expect(await judged(check, [claim({ storageClassName: 'no-such' }, 'Pending'), storageClass('fast')])).toEqual({
      state: 'failed',
      reason: 'the claim db wants the storage class no-such, which is not there (classes there: fast)',
      hint: expect.stringContaining('spec.hub.database.storageClassName'),
    });
  });

  test('without a class, on a cluster without a default one, fails with the classes there are', async () => {
    const verdict = await judged(check, [claim({}, 'Pending'), storageClass('fast')]);
    expect(verdict).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('(classes there: fast)'),
      hint: expect.stringContaining('spec.hub.database.storageClassName'),
    });
    const byDefault = storageClass('fast', { 'storageclass.kubernetes.io/is-default-class': 'true' });
    expect(await judged(check, [claim({}, 'Pending'), byDefault])).toMatchObject({ state: 'waiting' });
  });
});
