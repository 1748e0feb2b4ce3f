import { changesOf, type FieldChange, type Plan, type PlannedAction } from '@naas/sdk';
import { MAX_ROWS, text, type Block, type DiffAction, type Report } from '../report.ts';
import { count } from '../words/index.ts';

const MOST_CHANGES = 12;
const LONGEST_VALUE = 120;

/** Says what a plan would do, without doing it. */
export function planReport(plan: Plan, notes: readonly string[] = []): Report {
  const changes = changesOf(plan);
  return {
    title: `${plan.intent === 'destroy' ? 'Plan to take down' : 'Plan for'} ${plan.platform}: ${count(changes.length, 'change')}`,
    tone: 'neutral',
    outcome: 'done',
    blocks: [...planBlocks(plan), ...[...plan.warnings, ...notes].map((words) => text(words))],
    data: { plan: planData(plan), warnings: [...plan.warnings, ...notes] },
  };
}

/** What a program is told of a plan: its changes, field by field. */
export function planData(plan: Plan): unknown {
  return changesOf(plan).map(({ id, component, verb, changes, reason }) => ({ id, component, verb, changes, reason }));
}

function planBlocks(plan: Plan): Block[] {
  const changes = changesOf(plan);
  const shown = changes.slice(0, MAX_ROWS).map(diffAction);
  return shown.length === 0 ? [] : [{ kind: 'diff', actions: shown, omitted: changes.length - shown.length }];
}

function diffAction(action: PlannedAction): DiffAction {
  const changes = action.verb === 'update' ? action.changes : [];
  const lines = changes.slice(0, MOST_CHANGES).map(changeWords);
  if (changes.length > lines.length) lines.push(`… and ${changes.length - lines.length} more fields`);
  return {
    verb: diffVerb(action),
    subject: action.id,
    changes: lines,
    ...(action.reason === undefined ? {} : { reason: action.reason }),
  };
}

function diffVerb({ driver, verb }: PlannedAction): DiffAction['verb'] {
  if (verb === 'blocked' || verb === 'delete') return verb;
  if (driver === 'probe') return 'check';
  return verb === 'create' ? 'create' : 'update';
}

function changeWords({ path, before, after }: FieldChange): string {
  if (before === undefined) return `${path}: ${value(after)} (new)`;
  if (after === undefined) return `${path}: ${value(before)} (goes away)`;
  return `${path}: ${value(before)} → ${value(after)}`;
}

function value(content: unknown): string {
  const words = typeof content === 'string' ? content : (JSON.stringify(content) ?? '');
  const line = words.replace(/\s+/gu, ' ');
  return line.length > LONGEST_VALUE ? `${line.slice(0, LONGEST_VALUE - 1)}…` : line;
}
