import { changesOf, describeError, NaasError, type Plan } from '@naas/sdk';
import { z } from 'zod';
import type { Command, CommandContext, Progress } from '../command.ts';
import { GUARD_SENTENCE } from '../guard-sentence.ts';
import { applyPlan, planData, planReport, signedInNotes } from '../plans/index.ts';
import { proofBlocks, watchProof, type Proof } from '../proof/index.ts';
import { text, type Report } from '../report.ts';
import { count, duration } from '../words/index.ts';
import { declined } from './declined.ts';

const input = z.strictObject({ verify: z.boolean().default(true) });

/** Makes the cluster as `naas.yaml` says, and proves it by a real session when that changed something. */
export const deploy: Command<z.output<typeof input>> = {
  name: 'deploy',
  summary: 'Make the platform as naas.yaml says, and prove that it works',
  details:
    'Shows the plan, asks, applies exactly that plan, and then runs the proof (see verify). When nothing differs, nothing is asked, changed or proved.',
  arguments: [],
  options: [{ name: 'verify', flag: '--no-verify', description: 'leave out the proof after the changes' }],
  input,
  access: 'deploy',
  confirm: 'plan',
  async *run({ verify }, context) {
    const { platform, confirm, signal } = context;
    yield { state: 'doing', words: 'Comparing the cluster with the file' };
    const plan = await platform.plan({ signal });
    const changes = changesOf(plan);
    if (changes.length === 0) return nothingToDo(plan);
    if (changes.some(({ verb }) => verb === 'blocked')) return blocked(plan);

    const report = planReport(plan, await signedInNotes(plan, context));
    const words = `Apply ${changes.length === 1 ? 'this change' : `these ${changes.length} changes`} to ${platform.name}?`;
    if (!(await confirm({ words, report, subject: planData(plan) }))) return declined(`Deploy ${platform.name}`);

    const applied = yield* applyPlan(plan, context);
    const proof = verify && applied.changed > 0 ? yield* proveChanges(applied.changed, context) : undefined;
    const { signIn } = await platform.status({ signal });
    return {
      title: `${platform.name} is deployed: ${count(applied.changed, 'change')} in ${duration(applied.elapsedMs)}`,
      tone: 'good',
      outcome: 'done',
      blocks: [
        ...(proof === undefined ? [text('No proof was run.')] : proofBlocks(proof)),
        ...[...plan.warnings, ...signIn, GUARD_SENTENCE].map((line) => text(line)),
      ],
      data: {
        plan: planData(plan),
        changed: applied.changed,
        elapsedMs: applied.elapsedMs,
        proof: proof?.data ?? null,
        signIn,
      },
      next: [{ label: 'Look at it', command: 'status' }],
    };
  },
};

async function* proveChanges(changed: number, context: CommandContext): AsyncGenerator<Progress, Proof, void> {
  try {
    return yield* watchProof(context);
  } catch (error) {
    context.signal.throwIfAborted();
    const code = NaasError.is(error) ? error.code : 'PROOF_FAILED';
    throw new NaasError(code, `${count(changed, 'change')} applied, but the proof failed: ${sentence(error)}`, {
      hint: (NaasError.is(error) ? error.hint : undefined) ?? 'The changes stay. Repair the cause, then run verify.',
      cause: error,
    });
  }
}

function sentence(error: unknown): string {
  return NaasError.is(error) ? error.message : describeError(error);
}

function nothingToDo(plan: Plan): Report {
  return {
    title: `Nothing to do: ${plan.platform} is as the file says`,
    tone: 'good',
    outcome: 'done',
    blocks: [...plan.warnings, GUARD_SENTENCE].map((line) => text(line)),
    data: { plan: [], changed: 0, proof: null },
    next: [
      { label: 'See whether it is well', command: 'status' },
      { label: 'Prove it', command: 'verify' },
    ],
  };
}

function blocked(plan: Plan): Report {
  const stuck = changesOf(plan).filter(({ verb }) => verb === 'blocked');
  return {
    ...planReport(plan),
    title: `${plan.platform} cannot be deployed: ${count(stuck.length, 'action')} blocked, nothing was changed`,
    tone: 'bad',
    outcome: 'failed',
  };
}
