import { NaasError } from '@naas/sdk';
import { type Gateway, getKernel, stopKernel } from '../gateway/index.ts';
import { type CallOptions, startDeadline } from '../http/index.ts';
import { until } from '../until.ts';
import type { KernelPod } from './kernel-pods.ts';

const DEFAULT_DEADLINE_MS = 60_000;

export interface KernelSources {
  readonly gateway: Gateway;
  /** Reads one kernel's pod, as {@link findKernelPod} does. */
  readonly kernelPod: (kernelId: string, options: CallOptions) => Promise<KernelPod | undefined>;
}

/**
 * Stops a kernel through the gateway and waits until it is gone in both places, gateway and cluster. The server and the
 * home of its owner stay.
 *
 * @throws NaasError `KERNEL_FAILED` when the gateway does not know the kernel but its pod is there: nobody will stop
 * that pod; `TIMED_OUT` when it is not gone at the deadline (one minute unless told).
 */
export async function endKernel(
  sources: KernelSources,
  kernelId: string,
  options: CallOptions = {},
): Promise<{ elapsedMs: number; wasRunning: boolean }> {
  const { gateway, kernelPod } = sources;
  const { clock } = gateway.api;
  const began = clock.now();
  const deadline = startDeadline(clock, options.deadlineMs ?? DEFAULT_DEADLINE_MS, options.signal);
  const within = () => ({ signal: deadline.signal, deadlineMs: deadline.remainingMs() });
  const wasRunning = await stopKernel(gateway, kernelId, { ...options, deadlineMs: deadline.remainingMs() });
  const pod = await kernelPod(kernelId, { ...options, deadlineMs: deadline.remainingMs() });
  if (!wasRunning && pod !== undefined && pod.phase !== 'Terminating') throw orphaned(kernelId, pod);
  const rest = { clock, deadlineMs: deadline.remainingMs(), signal: options.signal };
  await until(async () => (await getKernel(gateway, kernelId, within())) === undefined, {
    ...rest,
    otherwise: `The gateway did not let go of kernel ${kernelId}`,
  });
  await until(async () => (await kernelPod(kernelId, within())) === undefined, {
    ...rest,
    otherwise: pod ? `Pod ${pod.namespace}/${pod.podName} did not go` : `The pod of kernel ${kernelId} did not go`,
  });
  return { elapsedMs: clock.now() - began, wasRunning };
}

function orphaned(kernelId: string, pod: KernelPod): NaasError {
  return new NaasError('KERNEL_FAILED', `The gateway does not know kernel ${kernelId}, but its pod is still there.`, {
    hint: `Delete the pod: kubectl delete pod -n ${pod.namespace} ${pod.podName}`,
    subject: { kind: 'Pod', name: pod.podName, namespace: pod.namespace },
  });
}
