import { deleteObject, type Kube, type KubeObject, listObjects, NaasError } from '@naas/sdk';
import { z } from 'zod';
import type { CallOptions } from '../http/index.ts';

/** The pod of one kernel. Who it belongs to stands in its annotation, exactly as the hub has the name. */
export interface KernelPod {
  readonly kernelId: string;
  /** Absent when the pod does not say. */
  readonly user?: string;
  readonly podName: string;
  readonly namespace: string;
  /** Tells this pod from a later one of the same name. */
  readonly uid: string;
  /** `Pending`, `Running`, `Succeeded`, `Failed`, or `Terminating` once it is being deleted. */
  readonly phase: string;
  /** Why it waits or how it ended, in the kubelet's words. */
  readonly reason?: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly node?: string;
}

export interface KernelPodsOptions extends CallOptions {
  readonly namespace: string;
}

const POD = { apiVersion: 'v1', kind: 'Pod' } as const;
/** Names the owner of a kernel's pod, exactly as the hub has the name. */
export const OWNER_ANNOTATION = 'naas.dev/user';
/** What every kernel's pod is found by. */
export const KERNEL_SELECTOR = 'app=enterprise-gateway,component=kernel';

const stateSchema = z.object({
  waiting: z.object({ reason: z.string() }),
  terminated: z.object({ reason: z.string() }),
});
const podSchema = z.object({
  metadata: z.object({
    name: z.string(),
    namespace: z.string(),
    uid: z.string(),
    labels: z.object({ kernel_id: z.string() }),
    annotations: z.record(z.string(), z.string()).default({}),
    creationTimestamp: z.string(),
    deletionTimestamp: z.string().optional(),
  }),
  spec: z.object({
    nodeName: z.string().optional(),
    containers: z.array(
      z.object({ env: z.array(z.object({ name: z.string(), value: z.string().optional() })).default([]) }),
    ),
  }),
  status: z.object({
    phase: z.string().default('Pending'),
    reason: z.string().optional(),
    startTime: z.string().optional(),
    containerStatuses: z.array(z.object({ state: stateSchema.partial().default({}) })).default([]),
  }),
});

/** Lists the pods of all kernels in a namespace. */
export async function listKernelPods(kube: Kube, options: KernelPodsOptions): Promise<KernelPod[]> {
  const pods = await listObjects(kube, POD, { ...options, labelSelector: KERNEL_SELECTOR });
  return pods.map(kernelPodOf).filter((pod) => pod !== undefined);
}

/** Finds the pod of one kernel; undefined when there is none. */
export async function findKernelPod(
  kube: Kube,
  kernelId: string,
  options: KernelPodsOptions,
): Promise<KernelPod | undefined> {
  // What is no label value cannot be a kernel's id, and must not become part of a selector.
  if (!/^[\w.-]{1,63}$/.test(kernelId)) return undefined;
  const labelSelector = `${KERNEL_SELECTOR},kernel_id=${kernelId}`;
  const [pod] = await listObjects(kube, POD, { ...options, labelSelector });
  return pod && kernelPodOf(pod);
}

/**
 * Deletes a kernel's pod, for a kernel that the gateway will not stop; it ends within the pod's own grace period. Another
 * pod that has taken the name since stays, and one that is gone already is no fault.
 */
export async function removeKernelPod(kube: Kube, pod: KernelPod, options: CallOptions = {}): Promise<void> {
  const { podName: name, namespace, uid } = pod;
  try {
    await deleteObject(kube, { ...POD, name, namespace }, { ...options, uid });
  } catch (error) {
    if (!NaasError.is(error) || error.code !== 'KUBE_CONFLICT') throw error;
  }
}

/** Reads a kernel's pod; undefined for a pod that is none. */
export function kernelPodOf(object: KubeObject): KernelPod | undefined {
  const result = podSchema.safeParse(object);
  if (!result.success) return undefined;
  const { metadata, spec, status } = result.data;
  const state = status.containerStatuses[0]?.state;
  const reason = status.reason ?? state?.waiting?.reason ?? state?.terminated?.reason;
  // The gateway's own template has no annotation; what the launcher put into the environment names the owner, too.
  const user = metadata.annotations[OWNER_ANNOTATION] ?? environmentOf(spec.containers[0]?.env, 'KERNEL_USERNAME');
  return {
    kernelId: metadata.labels.kernel_id,
    ...(user !== undefined && user !== '' && { user }),
    podName: metadata.name,
    namespace: metadata.namespace,
    uid: metadata.uid,
    phase: metadata.deletionTimestamp === undefined ? status.phase : 'Terminating',
    ...(reason !== undefined && { reason }),
    startedAt: status.startTime ?? metadata.creationTimestamp,
    ...(spec.nodeName !== undefined && { node: spec.nodeName }),
  };
}

function environmentOf(env: readonly { name: string; value?: string | undefined }[] = [], name: string) {
  return env.find((variable) => variable.name === name)?.value;
}
