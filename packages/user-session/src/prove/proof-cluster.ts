import { explainPod, getObject, type Kube, listObjects } from '@naas/sdk';
import type { CallOptions } from '../http/index.ts';
import {
  findKernelPod,
  KERNEL_SELECTOR,
  type KernelPod,
  kernelPodOf,
  OWNER_ANNOTATION,
  removeKernelPod,
} from '../people/index.ts';

/** Why a pod does not run. */
export interface PodCause {
  /** A clause, as `image quay.io/x:1 cannot be pulled: not found`. */
  readonly reason: string;
  /** Waiting longer will not help. */
  readonly fatal: boolean;
}

/** What the proof looks at, and ends, behind the hub's and the gateway's back. */
export interface ProofCluster {
  kernelPod(kernelId: string, options: CallOptions): Promise<KernelPod | undefined>;
  /** Every kernel's pod whose annotation names exactly this person. */
  kernelPodsOf(user: string, options: CallOptions): Promise<readonly KernelPod[]>;
  /** Deletes the pod of a kernel that the gateway does not know. */
  removeKernelPod(pod: KernelPod, options: CallOptions): Promise<void>;
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

/** Looks at pods and the claim through the API server, and deletes kernels' pods when told to. */
export function proofCluster(kube: Kube, options: ProofClusterOptions): ProofCluster {
  const { hubNamespace, kernelsNamespace, homesClaim } = options;
  const podsOf = async (user: string, call: CallOptions) => {
    const inNamespace = { ...call, namespace: kernelsNamespace, labelSelector: KERNEL_SELECTOR };
    const pods = await listObjects(kube, POD, inNamespace);
    return pods.filter(({ metadata }) => metadata.annotations?.[OWNER_ANNOTATION] === user);
  };
  return {
    kernelPod: (kernelId, call) => findKernelPod(kube, kernelId, { ...call, namespace: kernelsNamespace }),
    kernelPodsOf: async (user, call) => (await podsOf(user, call)).map(kernelPodOf).filter((pod) => pod !== undefined),
    removeKernelPod: (pod, call) => removeKernelPod(kube, pod, call),
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
      const waiting = (await podsOf(user, call)).find(
        (pod) => (pod['status'] as { phase?: string } | undefined)?.phase !== 'Running',
      );
      return waiting && explainPod(kube, waiting, call);
    },
  };
}
