import type { Helm } from '../program/helm.ts';
import { releaseStatus } from '../releases/read-releases.ts';
import type { Release } from '../releases/release.ts';
import type { RevisionRef } from '../releases/release-revision.ts';
import { HISTORY_MAX } from './upgrade-install.ts';

export interface RollbackReleaseOptions {
  /** For the chart's hooks, milliseconds. @default 300_000 */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/**
 * Makes a release again what one of its revisions was, as a new revision, which is given; undefined when somebody has
 * removed the release meanwhile. Nothing is waited for but the chart's hooks.
 *
 * @throws NaasError `KUBE_NOT_FOUND` when there is no such release or its history no longer has that revision.
 */
export async function rollbackRelease(
  helm: Helm,
  { name, namespace, revision }: RevisionRef,
  { timeoutMs = 300_000, ...options }: RollbackReleaseOptions = {},
): Promise<Release | undefined> {
  const subject = { name, namespace };
  const args = ['rollback', name, String(revision), '--namespace', namespace];
  args.push('--history-max', HISTORY_MAX, '--timeout', `${timeoutMs}ms`);
  await helm.run(args, { ...options, subject, deadlineMs: timeoutMs + 60_000 });
  return releaseStatus(helm, subject, options);
}
