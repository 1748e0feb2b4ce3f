import { describeError } from '@naas/sdk';
import { stopKernel } from '../gateway/index.ts';
import { removeFile, stopKernelOf } from '../kernels/index.ts';
import { stopServer } from '../servers/index.ts';
import type { ProofRun } from './run.ts';

const CLEAN_UP_MS = 60_000;

/**
 * Takes away what a proof that ended early has made, in its own time: also when the caller has given up. Never throws.
 *
 * @returns what could not be taken away, in words
 */
export async function cleanUp(run: ProofRun): Promise<string[]> {
  const signal = AbortSignal.timeout(CLEAN_UP_MS);
  const left: string[] = [];
  const attempt = async (what: string, action: () => Promise<unknown>) => {
    try {
      await action();
    } catch (error) {
      left.push(`${what} (${describeError(error).split('\n')[0]})`);
    }
  };
  const { made, user } = run;
  if (made.file) {
    await attempt(`the file ${run.file.name} in the home of ${user}`, () =>
      removeFile(run.session, run.file.name, { signal }),
    );
  }
  const { kernel } = made;
  if (kernel !== undefined) {
    await attempt(`the kernel ${kernel.id}`, async () => {
      const stopped = await stopKernelOf(run.session, kernel.id, { signal }).catch(() => false);
      if (!stopped) await stopKernel(run.gateway, kernel.id, { signal });
    });
  }
  if (made.server) {
    await attempt(`the server of ${user}`, () => stopServer(run.hub, { user }, { signal, deadlineMs: CLEAN_UP_MS }));
  }
  await run.session[Symbol.asyncDispose]();
  return left;
}
