import type { ReadyCheck } from '../../engine/index.ts';
import { getObject } from '../../kube/index.ts';

/** Holds when the cluster has a storage class. */
export function storageClassThere(name: string): ReadyCheck {
  const subject = { kind: 'StorageClass', name };
  return {
    subject,
    judge: async ({ kube, signal }) => {
      const found = await getObject(kube, { apiVersion: 'storage.k8s.io/v1', ...subject }, { signal });
      return found ? { state: 'ready' } : { state: 'waiting', reason: `the storage class ${name} is not there yet` };
    },
  };
}
