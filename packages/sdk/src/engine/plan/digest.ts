import { digest } from './fingerprint.ts';
import type { Plan, PlannedAction } from './plan.ts';

/** How many digits of a digest stand for the whole plan, and how many for each of its components. */
const WHOLE = 16;
const EACH = 4;

/**
 * Identifies a plan. The first {@link WHOLE} hexadecimal digits decide; those that follow, {@link EACH} for a component in
 * the order of the plan, only tell which component is not as it was.
 */
export function planDigest(plan: Pick<Plan, 'platform' | 'intent' | 'options' | 'actions'>): string {
  const { platform, intent, options, actions } = plan;
  const states = actions.map(({ id, verb, state }) => [id, verb, state]);
  const parts = componentsOf(actions).map((id) => digest(statesOf(actions, id)).slice(0, EACH));
  return digest([platform, intent, options, states]).slice(0, WHOLE) + parts.join('');
}

/** What is different from when a plan was made, in words. */
export interface Moved {
  /** Component or action, as the earlier plan and this one know it. */
  readonly what: string;
  readonly words: string;
}

/** Compares a plan with an earlier one, action by action. */
export function movedSince(earlier: Pick<Plan, 'actions'>, now: Pick<Plan, 'actions'>): Moved[] {
  const before = new Map(earlier.actions.map((action) => [action.id, action]));
  const after = new Map(now.actions.map((action) => [action.id, action]));
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((id) => {
    const words = difference(before.get(id), after.get(id));
    return words === undefined ? [] : [{ what: id, words }];
  });
}

/** As {@link movedSince} where only the digest of the earlier plan is known: component by component. */
export function movedSinceDigest(earlier: string, now: Plan): Moved[] {
  const ids = componentsOf(now.actions);
  const current = planDigest(now).slice(WHOLE);
  const former = earlier.slice(WHOLE);
  if (former.length !== current.length) {
    return [{ what: now.platform, words: 'the file, or the version of this program, wants other components' }];
  }
  const moved = ids.filter((_id, at) => part(former, at) !== part(current, at));
  if (moved.length === 0) return [{ what: now.platform, words: 'it was asked for with other options' }];
  return moved.map((id) => ({ what: id, words: wordsOf(now.actions.filter(({ component }) => component === id)) }));
}

function part(parts: string, at: number): string {
  return parts.slice(at * EACH, (at + 1) * EACH);
}

function componentsOf(actions: readonly PlannedAction[]): string[] {
  return [...new Set(actions.map(({ component }) => component))];
}

function statesOf(actions: readonly PlannedAction[], id: string): unknown[] {
  return actions.filter(({ component }) => component === id).map((action) => [action.id, action.verb, action.state]);
}

function difference(before: PlannedAction | undefined, after: PlannedAction | undefined): string | undefined {
  if (!after) return `was ${before?.verb ?? 'there'}, now no part of the plan`;
  if (!before) return `now ${after.verb}, no part of the plan before`;
  if (before.verb !== after.verb) return `was ${before.verb}, now ${after.verb}`;
  return before.state === after.state ? undefined : `still ${after.verb}, but with other content`;
}

function wordsOf(actions: readonly PlannedAction[]): string {
  const changes = actions.filter(({ verb }) => verb !== 'noop');
  return changes.length === 0
    ? 'nothing to do now'
    : `now ${changes.map(({ verb, id }) => `${verb} ${id}`).join(', ')}`;
}
