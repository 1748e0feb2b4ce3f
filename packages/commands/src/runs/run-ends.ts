import type { AtWork, Run, RunOutcome } from '@naas/sdk';

/** How a run ended, as a person asks for it: one that was killed could not say so itself. */
export type RunEnd = RunOutcome | 'interrupted';

/** Whoever is alive gives a sign of life every few seconds; clocks differ by less than this. */
const DEAD_AFTER_MS = 60_000;

export interface RunEndsOptions {
  /** Who is at work on the platform now, if anybody is. */
  readonly holder: AtWork | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * Says how each run ended, given the latest first. Only the latest can still be running, and only while somebody who is
 * alive is at work.
 */
export function runEnds(runs: readonly Run[], options: RunEndsOptions): RunEnd[] {
  return runs.map(({ outcome }, at) => {
    if (outcome !== 'running') return outcome;
    return at === 0 && isAlive(options) ? 'running' : 'interrupted';
  });
}

function isAlive({ holder, now }: RunEndsOptions): boolean {
  return holder !== undefined && !(now - Date.parse(holder.renewedAt) > DEAD_AFTER_MS);
}
