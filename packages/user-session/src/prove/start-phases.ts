import { NaasError } from '@naas/sdk';
import { listKernelspecs } from '../gateway/index.ts';
import { createUser, deleteUser, getUser, hubInfo, whoAmI } from '../hub/index.ts';
import { startServer, stopServer } from '../servers/index.ts';
import { endKernelOfProof } from './end-kernel-of-proof.ts';
import type { ProofRun } from './run.ts';

const ANSWER_MS = 15_000;
const SERVER_MS = 300_000;
const STOP_MS = 120_000;

export async function gatewayAnswers(run: ProofRun): Promise<string> {
  const specs = await listKernelspecs(run.gateway, { signal: run.signal, deadlineMs: ANSWER_MS });
  const spec = specs.find(({ name }) => name === run.kernelspec);
  if (spec !== undefined) return `it offers ${spec.displayName}`;
  const offered = specs.map(({ name }) => name).join(', ') || 'nothing';
  throw new NaasError('PROOF_FAILED', `it does not offer the kernelspec ${run.kernelspec}, but ${offered}.`, {
    hint: 'Compare what is on the share with what should be: naas kernelspecs diff.',
  });
}

export async function hubAnswers(run: ProofRun): Promise<string> {
  const within = { signal: run.signal, deadlineMs: ANSWER_MS };
  const { version } = await hubInfo(run.hub, within);
  const { kind, name } = await whoAmI(run.hub, within);
  return `JupyterHub ${version}, asked as ${kind} ${name}`;
}

export async function personExists(run: ProofRun): Promise<string> {
  const { created } = await createUser(run.hub, run.user, { signal: run.signal, deadlineMs: ANSWER_MS });
  return created ? `${run.user} is new` : `${run.user} is known`;
}

export async function leftoversCleared(run: ProofRun): Promise<string> {
  const user = await getUser(run.hub, run.user, { signal: run.signal, deadlineMs: ANSWER_MS });
  const servers = user?.servers ?? [];
  for (const { name } of servers) {
    await stopServer(run.hub, { user: run.user, server: name }, { signal: run.signal, deadlineMs: STOP_MS });
  }
  const kernels = await run.cluster.kernelPodsOf(run.user, { signal: run.signal });
  await Promise.all(kernels.map((pod) => endKernelOfProof(run, pod, { signal: run.signal })));
  await makeAnew(run);
  const stopped = [
    ...(servers.length === 0 ? [] : [`${servers.length} of its servers`]),
    ...(kernels.length === 0 ? [] : [`${kernels.length} of its kernels`]),
  ];
  return stopped.length === 0 ? 'there were none' : `stopped ${stopped.join(' and ')}`;
}

/**
 * A hub that starts takes every right from whoever may not sign in, which is so of this person: the token of its server
 * would open nothing. One who is made anew has the rights of people.
 */
async function makeAnew({ hub, user, signal }: ProofRun): Promise<void> {
  await deleteUser(hub, user, { signal, deadlineMs: ANSWER_MS });
  await createUser(hub, user, { signal, deadlineMs: ANSWER_MS });
}

export async function serverStarts(run: ProofRun): Promise<string> {
  run.made.server = true;
  const within = { signal: run.signal, deadlineMs: SERVER_MS };
  let message = '';
  for await (const progress of startServer(run.hub, { user: run.user }, within)) message = progress.message;
  const user = await getUser(run.hub, run.user, { signal: run.signal, deadlineMs: ANSWER_MS });
  const podName = user?.servers.find(({ name }) => name === '')?.podName;
  return podName === undefined ? message : `pod ${podName}`;
}
