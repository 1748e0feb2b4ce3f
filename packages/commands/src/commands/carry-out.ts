import { heldOf, type Plan } from '@naas/sdk';
import type { CommandContext, Progress } from '../command.ts';
import {
  appliedWords,
  applyPlan,
  blockedOf,
  blockedReport,
  heldNotes,
  noteBlocks,
  planData,
  planReport,
  signedInNotes,
  waitWords,
} from '../plans/index.ts';
import { lookFirst } from '../preflight/index.ts';
import { proofBlocks, proveChanges } from '../proof/index.ts';
import { text, type NextAction, type Report } from '../report.ts';
import { declined } from './declined.ts';

/** What is said around a plan that is shown, agreed to, applied and proved. */
export interface Undertaking {
  /** What was asked for, as `Deploy lab`. */
  readonly what: string;
  /** The question, as `Apply these 3 changes to lab?`. */
  readonly question: string;
  /** What the platform is afterwards: `deployed`. */
  readonly participle: string;
  /** What has to be known before the question, besides what the plan says. */
  readonly before?: readonly string[];
  /** What has to be known when it is done. */
  readonly after?: readonly string[];
  /** Whether the cluster is looked at first, as the file needs it. */
  readonly look: boolean;
  /** Whether the proof is run afterwards. */
  readonly prove: boolean;
  readonly next: readonly NextAction[];
}

/** Shows a plan, asks, applies exactly that plan and proves the platform. A plan that is blocked is only shown. */
export async function* carryOut(
  plan: Plan,
  { what, question, participle, before = [], after = [], look, prove, next }: Undertaking,
  context: CommandContext,
): AsyncGenerator<Progress, Report, void> {
  if (blockedOf(plan).length > 0) return blockedReport(plan, `${plan.platform} cannot be ${participle}`);
  const { platform, confirm, signal } = context;
  const [first, signedIn] = await Promise.all([
    look ? lookFirst(context) : { notes: [] },
    signedInNotes(plan, context),
  ]);
  if ('refusal' in first) return first.refusal;
  const report = planReport(plan, [...before, ...first.notes, ...signedIn]);
  if (!(await confirm({ words: question, report, subject: plan.digest }))) return declined(what);

  const applied = yield* applyPlan(plan, context);
  const proof = prove ? yield* proveChanges(applied.changed, context) : undefined;
  const { signIn } = await platform.status({ signal });
  const held = heldOf(plan).length;
  return {
    title: `${plan.platform} is ${participle}: ${appliedWords(applied)}${held === 0 ? '' : `, ${waitWords(held)}`}`,
    tone: 'good',
    outcome: 'done',
    blocks: [
      ...(proof === undefined ? [text('No proof was run.')] : proofBlocks(proof)),
      ...noteBlocks([...heldNotes(plan), ...after, ...plan.warnings, ...signIn]),
    ],
    data: { ...planData(plan), ...applied, proof: proof?.data ?? null, signIn },
    next,
  };
}

/** Reports that a plan has nothing to do now; what of it waits is said, and for what. */
export function nothingToDo(plan: Plan, { title, next }: Pick<Report, 'title'> & Pick<Undertaking, 'next'>): Report {
  const held = heldOf(plan).length;
  return {
    title: held === 0 ? title : `Nothing to do now: ${waitWords(held)}`,
    tone: held === 0 ? 'good' : 'warning',
    outcome: 'done',
    blocks: planReport(plan).blocks,
    data: { ...planData(plan), changed: 0, proof: null },
    next,
  };
}
