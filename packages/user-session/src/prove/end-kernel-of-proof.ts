import { NaasError } from '@naas/sdk';
import { type CallOptions, startDeadline } from '../http/index.ts';
import { endKernel, type KernelPod } from '../people/index.ts';
import { until } from '../until.ts';
import type { ProofRun } from './run.ts';

const GONE_MS = 45_000;

/**
 * Ends a kernel of the proof's person by its pod: a gateway that was replaced while it waited for the kernel does not
 * know it any more, and the pod would stay for ever.
 *
 * @throws NaasError `TIMED_OUT` naming the pod when it is not gone in time
 */
export async function endKernelOfProof(run: ProofRun, pod: KernelPod, { signal }: CallOptions): Promise<void> {
  const { clock, cluster, gateway, user } = run;
  const deadline = startDeadline(clock, GONE_MS, signal);
  const within = () => ({ signal: deadline.signal, deadlineMs: deadline.remainingMs() });
  // Only among their own: whatever the id says, nobody else's pod is ended here.
  const kernelPod = async (id: string, call: CallOptions) =>
    (await cluster.kernelPodsOf(user, call)).find(({ kernelId }) => kernelId === id);
  const removePod = (found: KernelPod, call: CallOptions) => cluster.removeKernelPod(found, call);
  try {
    await endKernel({ gateway, kernelPod, removePod }, pod.kernelId, { ...within(), ...(signal && { signal }) });
  } catch (error) {
    if (!NaasError.is(error) || !error.code.startsWith('GATEWAY_')) throw error;
    // A gateway that does not answer will not end it either.
    await removePod(pod, within());
    await until(async (left) => (await kernelPod(pod.kernelId, { signal: left })) === undefined, {
      clock,
      deadlineMs: deadline.remainingMs(),
      otherwise: `Pod ${pod.namespace}/${pod.podName} did not go`,
      signal,
    });
  }
}
