import { describeError } from '@naas/sdk';
import { stopKernel } from '../gateway/index.ts';
import { removeFile } from '../kernels/index.ts';
import { stopServer } from '../servers/index.ts';
import { endKernelOfProof } from './end-kernel-of-proof.ts';
import type { ProofRun } from './run.ts';

const CLEAN_UP_MS = 60_000;
const LOOK_MS = 10_000;

/**
 * Takes away what a proof that ended early has made, in its own time: also when the caller has given up. Looks for what
 * nobody has told of as well: a kernel whose start failed, a server from before. Never throws.
 *
 * @returns what could not be taken away, in words
 */
export async function cleanUp(run: ProofRun): Promise<string[]> {
  const signal = AbortSignal.timeout(CLEAN_UP_MS);
  const left: string[] = [];
  const attempt = async <T>(what: string, action: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await action();
    } catch (error) {
      left.push(`${what} (${describeError(error).split('\n')[0]?.replace(/\.$/, '')})`);
      return undefined;
    }
  };
  const { made, user } = run;
  if (made.file) {
    await attempt(`the file ${run.file.name} in the home of ${user}`, () =>
      removeFile(run.session, run.file.name, { signal }),
    );
  }
  const look = { signal, deadlineMs: LOOK_MS };
  const pods = (await attempt(`perhaps kernels of ${user}`, () => run.cluster.kernelPodsOf(user, look))) ?? [];
  const { kernel } = made;
  if (kernel !== undefined && !pods.some(({ kernelId }) => kernelId === kernel.id)) {
    await attempt(`the kernel ${kernel.id}`, () => stopKernel(run.gateway, kernel.id, { signal }));
  }
  const isServerThere =
    made.server ||
    (await attempt(`perhaps the server of ${user}`, () => run.cluster.serverPod(user, look))) === 'running';
  await Promise.all([
    ...pods.map((pod) => attempt(`kernel ${pod.kernelId}`, () => endKernelOfProof(run, pod, { signal }))),
    isServerThere &&
      attempt(`the server of ${user}`, () => stopServer(run.hub, { user }, { signal, deadlineMs: CLEAN_UP_MS })),
  ]);
  return left;
}
