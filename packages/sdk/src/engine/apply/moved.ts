import { NaasError } from '../../errors.ts';
import { type Moved, movedSince, movedSinceDigest } from '../plan/digest.ts';
import type { Plan } from '../plan/plan.ts';

const MOST_SAID = 8;

/**
 * Refuses a plan that is not what would be done now.
 *
 * @param earlier - The plan that somebody agreed to, or its digest alone.
 * @throws NaasError `PLAN_MOVED` with what is different.
 */
export function refuseMoved(earlier: Plan | string, now: Plan): void {
  if ((typeof earlier === 'string' ? earlier : earlier.digest) === now.digest) return;
  throw planMoved(typeof earlier === 'string' ? movedSinceDigest(earlier, now) : movedSince(earlier, now));
}

/** The error that says what has moved, and that nothing was changed. */
export function planMoved(moved: readonly Moved[], changed = 'Nothing was changed.'): NaasError {
  const said = moved.slice(0, MOST_SAID).map(({ what, words }) => `${what}: ${words}`);
  if (moved.length > said.length) said.push(`and ${moved.length - said.length} more`);
  const lines = said.length === 0 ? ['it was made for another platform or with other options'] : said;
  return new NaasError('PLAN_MOVED', `The plan no longer holds. ${changed}\n${lines.join('\n')}`, {
    hint: 'Look at a new plan: naas plan',
  });
}
