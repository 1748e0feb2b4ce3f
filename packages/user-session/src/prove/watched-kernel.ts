import { NaasError } from '@naas/sdk';
import type { GatewayKernel } from '../gateway/index.ts';
import { startKernel } from '../kernels/index.ts';
import type { PodCause } from './proof-cluster.ts';
import type { ProofRun } from './run.ts';

const KERNEL_MS = 150_000;
const LOOK_MS = 1_000;
/** An image that is pulled in parts may fail once: what does not pass in this time is the cause. */
const FATAL_AFTER_MS = 8_000;

/**
 * Starts a kernel and watches its pod meanwhile: the gateway says only that it waited too long, and deletes the pod with
 * all that tells why.
 */
export async function startWatchedKernel(run: ProofRun): Promise<GatewayKernel> {
  const watching = new AbortController();
  const signal = AbortSignal.any([run.signal, watching.signal]);
  let cause: PodCause | undefined;
  const watch = (async () => {
    let fatalSince: number | undefined;
    for (;;) {
      await run.clock.sleep(LOOK_MS, signal);
      const seen = await run.cluster.explainKernelPods?.(run.user, { signal });
      // The last cause seen is kept: the pod may be gone by the time it is asked for.
      if (seen !== undefined && (seen.fatal || cause?.fatal !== true)) cause = seen;
      fatalSince = seen?.fatal === true ? (fatalSince ?? run.clock.now()) : undefined;
      if (fatalSince !== undefined && run.clock.now() - fatalSince >= FATAL_AFTER_MS) return;
    }
  })();
  const kernel = startKernel(run.session, { kernelspec: run.kernelspec, signal, deadlineMs: KERNEL_MS });
  try {
    const first = await Promise.race([kernel, watch.catch(() => kernel)]);
    if (first !== undefined) return first;
    throw new NaasError('KERNEL_NOT_STARTED', `No kernel started for ${run.user}.`);
  } catch (error) {
    if (cause === undefined || !NaasError.is(error) || error.code !== 'KERNEL_NOT_STARTED') throw error;
    throw new NaasError('KERNEL_NOT_STARTED', `${error.message.replace(/\.$/, '')}: ${cause.reason}`, { cause: error });
  } finally {
    watching.abort();
    await Promise.allSettled([kernel, watch]);
  }
}
