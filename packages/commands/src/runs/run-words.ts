import type { Run } from '@naas/sdk';

/** Says what a run was: `deploy by alice@desk, 2026-01-05T11:00:00Z`. */
export function runWords(run: Run): string {
  return `${intentWords(run)} by ${run.who}, ${toTheSecond(run.startedAt)}`;
}

/** Says what a run was for: `rollback to run 4`. */
export function intentWords({ intent, rolledBackTo }: Run): string {
  return rolledBackTo === undefined ? intent : `${intent} to run ${rolledBackTo}`;
}

/** Leaves out of a time what is less than a second. */
export function toTheSecond(time: string): string {
  return time.replace(/\.\d+(?=Z$)/u, '');
}
