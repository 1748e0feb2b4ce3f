import type { KubeObject, Verdict } from '../kube/index.ts';

export interface NfsVolumeOptions {
  readonly name: string;
  readonly server: string;
  /** Absolute path of the export, as clients mount it. */
  readonly path: string;
  /** A Kubernetes quantity. NFS does not enforce it: it is what claims match by. */
  readonly size: string;
  /** The only claim that may bind it: without this any claim of that size could. */
  readonly claim: { readonly namespace: string; readonly name: string };
  /** Options of the NFS mount, as `nfsvers=4.1`. @default the node's own */
  readonly mountOptions?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
}

/** Builds a volume on an NFS export that keeps its data when its claim goes, reserved for one claim. */
export function nfsVolume(options: NfsVolumeOptions): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: options.name, labels: { ...options.labels } },
    spec: {
      capacity: { storage: options.size },
      accessModes: ['ReadWriteMany'],
      persistentVolumeReclaimPolicy: 'Retain',
      storageClassName: '',
      claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', ...options.claim },
      ...(options.mountOptions?.length ? { mountOptions: [...options.mountOptions] } : {}),
      nfs: { server: options.server, path: options.path },
    },
  };
}

/**
 * Judges a volume: ready when the cluster has seen it. A claim that names a volume which has not been seen yet is looked
 * at again only 15 s later.
 */
export function volumeIsSeen(object: KubeObject | undefined): Verdict {
  const { phase } = (object?.['status'] ?? {}) as { phase?: string };
  if (phase !== undefined && phase !== 'Pending') return { state: 'ready' };
  return { state: 'waiting', reason: 'the cluster has not looked at the volume yet' };
}
