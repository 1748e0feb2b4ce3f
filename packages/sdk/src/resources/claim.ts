import type { KubeObject, Verdict } from '../kube/index.ts';

export interface ClaimOptions {
  readonly namespace: string;
  readonly name: string;
  /** A Kubernetes quantity. */
  readonly size: string;
  /** @default 'ReadWriteMany' */
  readonly accessMode?: 'ReadWriteMany' | 'ReadWriteOnce';
  /** Where the claim gets its volume: one volume by name, or a class that makes one. */
  readonly from: { readonly volume: string } | { readonly storageClass: string };
  readonly labels?: Readonly<Record<string, string>>;
}

/** Builds a claim on one named volume, or on a storage class. */
export function claim(options: ClaimOptions): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: options.name, namespace: options.namespace, labels: { ...options.labels } },
    spec: {
      accessModes: [options.accessMode ?? 'ReadWriteMany'],
      resources: { requests: { storage: options.size } },
      ...('volume' in options.from
        ? { storageClassName: '', volumeName: options.from.volume }
        : { storageClassName: options.from.storageClass }),
    },
  };
}

/** Judges a claim for `waitForObject`: ready when it is bound. One that waits for its first pod is not. */
export function claimIsBound(object: KubeObject | undefined): Verdict {
  if (!object) return { state: 'waiting', reason: 'the claim is not there yet' };
  const { phase = 'Pending' } = (object['status'] ?? {}) as { phase?: string };
  if (phase === 'Bound') return { state: 'ready' };
  if (phase === 'Lost') return { state: 'failed', reason: 'the volume of the claim is gone' };
  return { state: 'waiting', reason: `the claim is ${phase}` };
}
