import { explainPod, getObject, type Kube, listObjects } from '@naas/sdk';
import type { CallOptions } from '../http/index.ts';
import { findKernelPod, type KernelPod } from '../people/index.ts';

/** Why a pod does not run. */
export interface PodCause {
  /** A clause, as `image quay.io/x:1 cannot be pulled: not found`. */
  readonly reason: string;
  /** Waiting longer will not help. */
  readonly fatal: boolean;
}

/** What the proof looks at behind the hub's and the gateway's back. */
export interface ProofCluster {
  kernelPod(kernelId: string, options: CallOptions): Promise<KernelPod | undefined>;
  serverPod(user: string, options: CallOptions): Promise<'running' | 'gone'>;
  homesClaimBound(options: CallOptions): Promise<boolean>;
  /** Why a kernel's pod of this person is not running, undefined when there is none or it runs. */
  explainKernelPods?(user: string, options: CallOptions): Promise<PodCause | undefined>;
}

export interface ProofClusterOptions {
  /** Where servers run. */
  readonly hubNamespace: string;
  /** Where kernels run. */
  readonly kernelsNamespace: string;
  /** The claim of the servers' homes. */
  readonly homesClaim: string;
}

const POD = { apiVersion: 'v1', kind: 'Pod' } as const;

/** Looks at pods and the claim through the API server; asks for reading only. */
export function proofCluster(kube: Kube, options: ProofClusterOptions): ProofCluster {
  const { hubNamespace, kernelsNamespace, homesClaim } = options;
  return {
    kernelPod: (kernelId, call) => findKernelPod(kube, kernelId, { ...call, namespace: kernelsNamespace }),
    serverPod: async (user, call) => {
      const labelSelector = 'component=singleuser-server';
      const pods = await listObjects(kube, POD, { ...call, namespace: hubNamespace, labelSelector });
      const isTheirs = pods.some(({ metadata }) => metadata.annotations?.['hub.jupyter.org/username'] === user);
      return isTheirs ? 'running' : 'gone';
    },
    homesClaimBound: async (call) => {
      const ref = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name: homesClaim, namespace: hubNamespace };
      const claim = await getObject(kube, ref, call);
      return (claim?.['status'] as { phase?: string } | undefined)?.phase === 'Bound';
    },
    explainKernelPods: async (user, call) => {
      const labelSelector = 'component=kernel';
      const pods = await listObjects(kube, POD, { ...call, namespace: kernelsNamespace, labelSelector });
      const waiting = pods.find(
        (pod) =>
          pod.metadata.annotations?.['naas.dev/user'] === user &&
          (pod['status'] as { phase?: string } | undefined)?.phase !== 'Running',
      );
      return waiting && explainPod(kube, waiting, call);
    },
  };
}
