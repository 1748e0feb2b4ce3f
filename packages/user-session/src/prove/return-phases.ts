import { NaasError } from '@naas/sdk';
import { listFiles, removeFile } from '../kernels/index.ts';
import { stopServer } from '../servers/index.ts';
import { until } from '../until.ts';
import { expectFile } from './kernel-phases.ts';
import { PROOF_FILE_PREFIX, type ProofRun } from './run.ts';
import { serverStarts } from './start-phases.ts';

const STOP_MS = 120_000;
const GONE_MS = 60_000;

export async function serverStops(run: ProofRun): Promise<string> {
  await stopServer(run.hub, { user: run.user }, { signal: run.signal, deadlineMs: STOP_MS });
  await until(async (signal) => (await run.cluster.serverPod(run.user, { signal })) === 'gone', {
    clock: run.clock,
    deadlineMs: GONE_MS,
    otherwise: `The pod of the server of ${run.user} did not go`,
    signal: run.signal,
  });
  run.made.server = false;
  if (!(await run.cluster.homesClaimBound({ signal: run.signal }))) {
    throw new NaasError('PROOF_FAILED', 'the claim of the homes is not bound any more.');
  }
  return 'its pod is gone, the claim is bound';
}

export async function fileFound(run: ProofRun): Promise<string> {
  const pod = await serverStarts(run);
  await expectFile(run);
  return `${run.file.name} is there (${pod})`;
}

/** Also takes away what proofs that were killed have left. Hidden files (settings, caches) the server does not show. */
export async function homeEmptied(run: ProofRun): Promise<string> {
  const entries = (await listFiles(run.session, '', { signal: run.signal })) ?? [];
  const ours = entries.filter(({ type, name }) => type === 'file' && name.startsWith(PROOF_FILE_PREFIX));
  for (const { path } of ours) await removeFile(run.session, path, { signal: run.signal });
  run.made.file = false;
  return `removed ${ours.length} file${ours.length === 1 ? '' : 's'}`;
}
