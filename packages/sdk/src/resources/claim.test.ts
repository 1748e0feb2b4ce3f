import { describe, expect, test } from 'vitest';
import { claim, claimIsBound } from './claim.ts';

describe('a claim', () => {
  const wanted = { namespace: 'lab', name: 'homes', size: '15Gi' };

  test('on one volume asks no storage class, so that no provisioner makes another', () => {
    const { spec } = claim({ ...wanted, from: { volume: 'nfs-pv' } });
    expect(spec).toMatchObject({ storageClassName: '', volumeName: 'nfs-pv', accessModes: ['ReadWriteMany'] });
  });

  test('on a storage class names no volume', () => {
    const { spec } = claim({ ...wanted, accessMode: 'ReadWriteOnce', from: { storageClass: 'fast' } });
    expect(spec).toEqual({
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: '15Gi' } },
      storageClassName: 'fast',
    });
  });

  test.each([
    { phase: undefined, verdict: { state: 'waiting', reason: 'the claim is Pending' } },
    { phase: 'Pending', verdict: { state: 'waiting', reason: 'the claim is Pending' } },
    { phase: 'Bound', verdict: { state: 'ready' } },
    { phase: 'Lost', verdict: { state: 'failed', reason: 'the volume of the claim is gone' } },
  ])('in phase $phase is $verdict.state', ({ phase, verdict }) => {
    const live = { ...claim({ ...wanted, from: { volume: 'v' } }), ...(phase && { status: { phase } }) };
    expect(claimIsBound(live)).toEqual(verdict);
  });

  test('that is not there yet is waited for', () => {
    expect(claimIsBound(undefined)).toEqual({ state: 'waiting', reason: 'the claim is not there yet' });
  });
});
