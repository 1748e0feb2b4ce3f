import type { FieldChange, PlannedAction } from '@naas/sdk';
import type { DiffAction } from '../report.ts';
import { clip, valueWords } from '../words/index.ts';

const MOST_LINES = 12;
const LONGEST_REASON = 600;

/** Shows one action of a plan: its verb, what it acts on, why, and its fields with who held them. */
export function diffAction(action: PlannedAction): DiffAction {
  const all = [...changeLines(action), ...conflictLines(action)];
  const lines = all.slice(0, MOST_LINES);
  if (all.length > lines.length) lines.push(`… and ${all.length - lines.length} more fields`);
  return {
    verb: diffVerb(action),
    subject: action.id,
    changes: lines,
    ...(action.reason === undefined ? {} : { reason: clip(action.reason, LONGEST_REASON) }),
  };
}

/** A check is made by a pod that comes and goes; everything else is called what it is in the plan. */
function diffVerb({ driver, verb }: PlannedAction): DiffAction['verb'] {
  if (driver === 'probe' && verb === 'create') return 'check';
  return verb === 'noop' ? 'update' : verb;
}

/** What is made or deleted as a whole is named, not listed field by field. */
function changeLines({ verb, changes }: PlannedAction): string[] {
  return verb === 'create' || verb === 'delete' ? [] : changes.map(changeWords);
}

/** The reason of what is blocked says who holds it. */
function conflictLines({ verb, conflicts = [] }: PlannedAction): string[] {
  if (verb === 'blocked') return [];
  const words = verb === 'held' ? 'held by' : 'taken over from';
  return conflicts.map(({ manager, field }) => `${field.replace(/^\./u, '')}: ${words} ${manager}`);
}

function changeWords({ path, before, after }: FieldChange): string {
  if (before === undefined) return `${path}: ${valueWords(after)} (new)`;
  if (after === undefined) return `${path}: ${valueWords(before)} (goes away)`;
  return `${path}: ${valueWords(before)} → ${valueWords(after)}`;
}
