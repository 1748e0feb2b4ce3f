import { changesOf, heldOf, type Plan, type PlannedAction } from '@naas/sdk';
import { MAX_ROWS, text, type Block, type DiffBlock, type Report } from '../report.ts';
import { clip } from '../words/index.ts';
import { diffAction } from './diff-action.ts';
import { blockedOf, countWords, heldNotes, planName } from './plan-words.ts';

const MOST_NOTES = 20;
const LONGEST_NOTE = 1_500;

/** Says what a plan would do, without doing it. */
export function planReport(plan: Plan, notes: readonly string[] = []): Report {
  return {
    title: `${planName(plan)}: ${countWords(plan)}`,
    tone: blockedOf(plan).length > 0 ? 'bad' : 'neutral',
    outcome: 'done',
    blocks: [...planBlocks(plan), ...noteBlocks([...plan.warnings, ...heldNotes(plan), ...notes])],
    data: { ...planData(plan), warnings: [...plan.warnings, ...notes] },
  };
}

/** Says why nothing of a plan is done: part of it needs a person first. */
export function blockedReport(plan: Plan, what: string): Report {
  const blocked = blockedOf(plan).length;
  return {
    ...planReport(plan),
    title: `${what}: ${blocked === 1 ? '1 action' : `${blocked} actions`} blocked, nothing was changed`,
    outcome: 'failed',
  };
}

/** What a program is told of a plan: its digest, its changes field by field, and what waits. */
export function planData(plan: Plan): Record<'digest' | 'plan' | 'held', unknown> {
  return { digest: plan.digest, plan: changesOf(plan).map(actionData), held: heldOf(plan).map(actionData) };
}

function actionData({ id, component, verb, changes, reason, conflicts }: PlannedAction): unknown {
  return { id, component, verb, changes, reason, conflicts };
}

/** Paragraphs for what has to be known besides, as many and as long as anybody reads. */
export function noteBlocks(notes: readonly string[]): Block[] {
  const shown = notes.slice(0, MOST_NOTES).map((note) => text(clip(note, LONGEST_NOTE)));
  const omitted = notes.length - shown.length;
  return omitted === 0 ? shown : [...shown, text(`… and ${omitted} more to know; --json has all.`)];
}

/** What is blocked comes first: where not all is shown, it is what a person has to see. */
function planBlocks(plan: Plan): DiffBlock[] {
  const blocked = blockedOf(plan);
  const changes = changesOf(plan).filter(({ verb }) => verb !== 'blocked');
  const all = [...blocked, ...changes, ...heldOf(plan)];
  const actions = all.slice(0, MAX_ROWS).map(diffAction);
  return actions.length === 0 ? [] : [{ kind: 'diff', actions, omitted: all.length - actions.length }];
}
