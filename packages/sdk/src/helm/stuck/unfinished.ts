import type { RevisionRecord } from './record.ts';

/**
 * What makes a release usable again. `forget-revision` removes Helm's record of what it did not finish, and touches no
 * object; `rollback` applies the revision that was about to be removed once more, and deletes none.
 */
export type RepairKind = 'forget-revision' | 'rollback';

/** What Helm began and left half done, so that it refuses to go on. */
export interface Unfinished {
  /** Newest first. */
  readonly records: readonly RevisionRecord[];
  readonly repair: RepairKind;
  /** What Helm goes on from afterwards: the last revision that was deployed, if any ever was. */
  readonly deployedRevision: number | undefined;
}

const IN_PROGRESS = new Set(['pending-install', 'pending-upgrade', 'pending-rollback']);
const NEVER_DEPLOYED = new Set([...IN_PROGRESS, 'failed']);

/**
 * Finds what keeps Helm from going on, from the records of a release, newest first; undefined when nothing does.
 *
 * | newest revisions                                | Helm by itself                          | repair                        |
 * | ----------------------------------------------- | --------------------------------------- | ----------------------------- |
 * | `pending-*` after one that was deployed         | "another operation is in progress"      | forget the pending ones       |
 * | `pending-*` or `failed`, none was ever deployed | the same; goes on without install hooks | forget them all               |
 * | `uninstalling`, also with `pending-*` after it  | "has no deployed releases"              | rollback to it                |
 * | `failed` after one that was deployed            | goes on from the deployed one           | none                          |
 *
 * Seen with Helm 3.17.2 and 4.1.4 alike: docs/adr/0011-stuck-releases.md.
 */
export function unfinishedOf(records: readonly RevisionRecord[]): Unfinished | undefined {
  const [newest] = records;
  if (!newest) return undefined;
  if (records.every(({ status }) => NEVER_DEPLOYED.has(status))) {
    return { records, repair: 'forget-revision', deployedRevision: undefined };
  }
  const ended = records.findIndex(({ status }) => !IN_PROGRESS.has(status));
  if (records[ended]?.status === 'uninstalling') {
    return { records: records.slice(0, ended + 1), repair: 'rollback', deployedRevision: records[ended].revision };
  }
  if (ended === 0) return undefined;
  return { records: records.slice(0, ended), repair: 'forget-revision', deployedRevision: lastDeployed(records) };
}

/** A Helm that is killed at the very end has marked the former revision superseded and none deployed. */
function lastDeployed(records: readonly RevisionRecord[]): number | undefined {
  const withStatus = (wanted: string) => records.find(({ status }) => status === wanted)?.revision;
  return withStatus('deployed') ?? withStatus('superseded');
}
