import type { DiffAction, DiffBlock } from '@naas/commands';
import type { types } from '@slack/bolt';
import { codeSection } from './code.ts';

const SIGNS: Readonly<Record<DiffAction['verb'], string>> = {
  create: '+',
  update: '~',
  adopt: '@',
  replace: '±',
  delete: '-',
  held: '…',
  blocked: '!',
  check: '?',
};
const MAX_CHANGES = 5;

/** Shows what a plan would do, one line an action with its fields below it. */
export function renderDiff(diff: DiffBlock, room: number): types.SectionBlock[] {
  if (diff.actions.length === 0) return [];
  const entries = diff.actions.map((action) => {
    const reason = action.reason === undefined ? '' : `  (${action.reason})`;
    const rest = action.changes.length - MAX_CHANGES;
    const changes = action.changes.slice(0, MAX_CHANGES).map((change) => `\n    ${change}`);
    return `${SIGNS[action.verb]} ${action.subject}${reason}${changes.join('')}${rest > 0 ? `\n    … and ${rest} more fields` : ''}`;
  });
  return [codeSection({ title: '', entries, heading: 0, omitted: diff.omitted, room })];
}
