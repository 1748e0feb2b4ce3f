import { changesOf, heldOf, type Plan, type PlannedAction } from '@naas/sdk';
import { count, list } from '../words/index.ts';

/** The actions of a plan that need a person first. */
export function blockedOf(plan: Plan): PlannedAction[] {
  return plan.actions.filter(({ verb }) => verb === 'blocked');
}

/** Names a plan by what it is for: `Plan to take down lab`. */
export function planName({ intent, platform, options }: Plan): string {
  switch (intent) {
    case 'deploy':
      return `Plan for ${platform}`;
    case 'adopt':
      return `Plan to take over ${platform}`;
    case 'rollback':
      return `Plan to take ${platform} back to run ${options.run ?? ''}`;
    case 'destroy':
      return `Plan to take down ${platform}`;
  }
  return intent satisfies never;
}

/** Counts what a plan would do: `3 changes, 1 blocked, 2 wait`. */
export function countWords(plan: Plan): string {
  const blocked = blockedOf(plan).length;
  const held = heldOf(plan).length;
  const parts = [count(changesOf(plan).length - blocked, 'change')];
  if (blocked > 0) parts.push(`${blocked} blocked`);
  if (held > 0) parts.push(waitWords(held));
  return parts.join(', ');
}

/** Says how many wait, as a sentence does: `1 waits`, `2 wait`. */
export function waitWords(held: number): string {
  return held === 1 ? '1 waits' : `${held} wait`;
}

/** Says what of a plan waits and for what, one sentence a reason. */
export function heldNotes(plan: Plan): string[] {
  const byReason = new Map<string, string[]>();
  for (const { id, reason = 'somebody uses it' } of heldOf(plan)) {
    byReason.set(reason, [...(byReason.get(reason) ?? []), id]);
  }
  return [...byReason].map(([reason, ids]) => {
    const what = ids.length === 1 ? '1 change waits' : `${ids.length} changes wait`;
    return `${what}, ${list(ids)}: ${reason}.`;
  });
}
