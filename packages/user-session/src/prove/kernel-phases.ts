import { NaasError } from '@naas/sdk';
import { getKernel } from '../gateway/index.ts';
import { getUser } from '../hub/index.ts';
import { execute, type Outcome, readFile, stopKernelOf } from '../kernels/index.ts';
import { until } from '../until.ts';
import { COMPUTE, DRAW, writeFileCode } from './code.ts';
import type { ProofRun } from './run.ts';
import { startWatchedKernel } from './watched-kernel.ts';

const CODE_MS = 90_000;
const GONE_MS = 60_000;
const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

export async function kernelStarts(run: ProofRun): Promise<string> {
  const { id } = await startWatchedKernel(run);
  run.made.kernel = { id, podName: '' };
  const pod = await run.cluster.kernelPod(id, { signal: run.signal });
  if (pod === undefined) throw new NaasError('PROOF_FAILED', `kernel ${id} has no pod.`);
  run.made.kernel = { id, podName: pod.podName };
  const user = await getUser(run.hub, run.user, { signal: run.signal });
  const home = user?.servers.find(({ name }) => name === '')?.namespace;
  if (home === pod.namespace) {
    throw new NaasError('PROOF_FAILED', `kernel and server share the namespace ${home}.`);
  }
  return `pod ${pod.podName} in ${pod.namespace}`;
}

export async function kernelComputes(run: ProofRun): Promise<string> {
  const { text } = await runCode(run, COMPUTE);
  const [product, host] = text.trim().split('\n');
  if (product !== '42') throw new NaasError('KERNEL_FAILED', `6 * 7 came out as ${product || 'nothing'}.`);
  const podName = run.made.kernel?.podName;
  if (host !== podName) throw new NaasError('PROOF_FAILED', `it ran in ${host ?? 'nowhere'} instead of ${podName}.`);
  return `6 * 7 = 42 in ${host}`;
}

export async function kernelDraws(run: ProofRun): Promise<string> {
  const [png] = (await runCode(run, DRAW)).pictures;
  if (png === undefined || !PNG_SIGNATURE.every((byte, index) => png[index] === byte)) {
    throw new NaasError('KERNEL_FAILED', 'what it showed is no PNG.');
  }
  run.pictures.push(png);
  return `a PNG of ${png.length} bytes`;
}

export async function fileWritten(run: ProofRun): Promise<string> {
  run.made.file = true;
  await runCode(run, writeFileCode(run.file.name, run.file.content));
  await expectFile(run);
  return run.file.name;
}

export async function kernelStops(run: ProofRun): Promise<string> {
  const { id, podName } = run.made.kernel ?? { id: '', podName: '' };
  await stopKernelOf(run.session, id, { signal: run.signal });
  const rest = { clock: run.clock, deadlineMs: GONE_MS, signal: run.signal };
  await until(async (signal) => (await run.cluster.kernelPod(id, { signal })) === undefined, {
    ...rest,
    otherwise: `Pod ${podName} did not go`,
  });
  await until(async (signal) => (await getKernel(run.gateway, id, { signal })) === undefined, {
    ...rest,
    otherwise: `The gateway did not let go of kernel ${id}`,
  });
  delete run.made.kernel;
  if ((await run.cluster.serverPod(run.user, { signal: run.signal })) === 'gone') {
    throw new NaasError('PROOF_FAILED', 'the server went with its kernel.');
  }
  return `pod ${podName} is gone`;
}

/** Reads the file of this proof through the server. */
export async function expectFile(run: ProofRun): Promise<void> {
  const content = await readFile(run.session, run.file.name, { signal: run.signal });
  if (content === run.file.content) return;
  throw new NaasError(
    'PROOF_FAILED',
    `the server ${content === undefined ? 'does not see' : 'sees other content in'} ${run.file.name}.`,
    { hint: 'Server and kernel must mount the same directory: compare the two claims and their volumes.' },
  );
}

async function runCode(run: ProofRun, code: string): Promise<Outcome> {
  const id = run.made.kernel?.id ?? '';
  const outcome = await execute(run.session, { id, code }, { signal: run.signal, deadlineMs: CODE_MS });
  if (outcome.status === 'ok') return outcome;
  const raised = outcome.error ? `${outcome.error.name}: ${outcome.error.value}` : 'no reason given';
  throw new NaasError('KERNEL_FAILED', `its code failed with ${raised}.`);
}
