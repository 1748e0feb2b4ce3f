import { type Gateway, getKernel, stopKernel } from '../gateway/index.ts';
import { type CallOptions, startDeadline } from '../http/index.ts';
import { until } from '../until.ts';
import type { KernelPod } from './kernel-pods.ts';

const DEFAULT_DEADLINE_MS = 60_000;

export interface KernelSources {
  readonly gateway: Gateway;
  /** Reads one kernel's pod, as {@link findKernelPod} does. */
  readonly kernelPod: (kernelId: string, options: CallOptions) => Promise<KernelPod | undefined>;
  /** Deletes a pod that the gateway will not, as {@link removeKernelPod} does. */
  readonly removePod: (pod: KernelPod, options: CallOptions) => Promise<void>;
}

/** How a kernel came to its end. */
export interface EndedKernel {
  readonly elapsedMs: number;
  /** The gateway or the cluster still had it. */
  readonly wasRunning: boolean;
  /** The gateway did not know it, as after a crash of the gateway, so its pod was deleted. */
  readonly wasOrphan: boolean;
}

/**
 * Stops a kernel and waits until it is gone in both places, gateway and cluster: through the gateway, or by deleting its
 * pod when the gateway answers that it does not know it. The server and the home of its owner stay.
 *
 * @throws NaasError `TIMED_OUT` when it is not gone at the deadline (one minute unless told).
 */
export async function endKernel(
  sources: KernelSources,
  kernelId: string,
  options: CallOptions = {},
): Promise<EndedKernel> {
  const { gateway, kernelPod, removePod } = sources;
  const { clock } = gateway.api;
  const began = clock.now();
  const deadline = startDeadline(clock, options.deadlineMs ?? DEFAULT_DEADLINE_MS, options.signal);
  const isKnown = await stopKernel(gateway, kernelId, { ...options, deadlineMs: deadline.remainingMs() });
  const pod = await kernelPod(kernelId, { ...options, deadlineMs: deadline.remainingMs() });
  const orphan = isKnown || pod?.phase === 'Terminating' ? undefined : pod;
  if (orphan !== undefined) await removePod(orphan, { ...options, deadlineMs: deadline.remainingMs() });
  const rest = () => ({ clock, deadlineMs: deadline.remainingMs(), signal: options.signal });
  await until(async (signal) => (await getKernel(gateway, kernelId, { signal })) === undefined, {
    ...rest(),
    otherwise: `The gateway did not let go of kernel ${kernelId}`,
  });
  await until(async (signal) => (await kernelPod(kernelId, { signal })) === undefined, {
    ...rest(),
    otherwise: pod ? `Pod ${pod.namespace}/${pod.podName} did not go` : `The pod of kernel ${kernelId} did not go`,
  });
  const wasOrphan = orphan !== undefined;
  return { elapsedMs: clock.now() - began, wasRunning: isKnown || wasOrphan, wasOrphan };
}
