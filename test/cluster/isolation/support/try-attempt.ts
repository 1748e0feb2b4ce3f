import { setTimeout } from 'node:timers/promises';
import { run } from '../../support/run.ts';
import type { Attempt, Context, Pod, PodAttempt } from './attempt.ts';
import { type Column, podOf } from './column.ts';
import { podLike } from './pod-by-hand.ts';
import type { PodsSeen } from './pods-seen.ts';
import { inTerminal } from './terminal.ts';

/** What became of an attempt on one platform. */
export interface Outcome {
  readonly won: boolean;
  /** What the cluster said, where it was asked with the gateway's rights. */
  readonly words?: string;
  /** The status of every HTTP answer that Bob got. */
  readonly statuses: readonly number[];
  /** Whether Bob was answered afterwards. */
  readonly answers: boolean;
}

export interface Tools {
  readonly kubectl: string;
  readonly kubeconfig: string;
  readonly pods: PodsSeen;
}

/** Time for what the cluster tells of pods to arrive here. */
const SETTLE_MS = 300;

/** Makes an attempt on one platform, and takes away what it has made. */
export async function tryAttempt(attempt: Attempt, column: Column, tools: Tools): Promise<Outcome> {
  const context = await column.ready();
  if ('pod' in attempt) return withGatewayRights(await podByHand(attempt, column, context), context, tools);
  if ('kubectl' in attempt) return withGatewayRights({ args: attempt.kubectl(context) }, context, tools);
  const mark = tools.pods.mark();
  const said = await inTerminal(column.kube, column.people.bob, { body: attempt.bob, context });
  await setTimeout(attempt.seen === undefined ? 0 : SETTLE_MS);
  const made = tools.pods.since(mark, context.gateway.address);
  const won = said.value === true || made.some((pod) => attempt.seen?.(pod, context) ?? false);
  return { won, statuses: said.statuses, answers: said.answers };
}

interface Asked {
  readonly args: readonly string[];
  readonly pod?: Pod;
}

async function podByHand({ pod: change }: PodAttempt, column: Column, context: Context): Promise<Asked> {
  const { kernelPod } = context.bob;
  const pod = podLike(await podOf(column.kube, { namespace: context.namespaces.kernels, pod: kernelPod }));
  change(pod, context);
  return { args: ['create', '-f', '-'], pod };
}

/** Asks the cluster as the gateway's account does. */
export async function withGatewayRights({ args, pod }: Asked, context: Context, tools: Tools): Promise<Outcome> {
  const account = `system:serviceaccount:${context.namespaces.gateway}:${context.gateway.account}`;
  const env = { KUBECONFIG: tools.kubeconfig };
  const stdin = pod === undefined ? '' : JSON.stringify(pod);
  const { exitCode, stderr } = await run(tools.kubectl, ['--as', account, ...args], { env, stdin });
  // Anything else would say nothing of what is allowed.
  if (exitCode !== 0 && !/forbidden|denied/.test(stderr)) throw new Error(stderr);
  if (exitCode === 0 && pod !== undefined) {
    const { name, namespace = '' } = pod.metadata;
    await run(tools.kubectl, ['delete', 'pod', name, '-n', namespace, '--force', '--wait=false'], { env });
  }
  return { won: exitCode === 0, words: stderr.trim(), statuses: [], answers: true };
}
