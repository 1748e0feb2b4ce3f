import { assertChartExists, chartArguments, type ChartSource } from '../charts/chart.ts';
import type { Helm } from '../program/helm.ts';
import { parseRelease, type Release, type ReleaseRef } from '../releases/release.ts';

export interface UpgradeInstallOptions extends ReleaseRef {
  readonly chart: ChartSource;
  readonly values: Readonly<Record<string, unknown>>;
  /** What the history says of this revision. */
  readonly description?: string;
  /** For the chart's hooks, and for waiting, milliseconds. @default 300_000 */
  readonly timeoutMs?: number;
  /** Whether Helm waits until every object is ready. @default false */
  readonly wait?: boolean;
  /** Takes objects and fields that someone else made into the release. @default false */
  readonly takeOwnership?: boolean;
  /** Given to Helm as they are; other users of the machine can read them. */
  readonly extraArgs?: readonly string[];
}

/** Revisions Helm keeps for a rollback. */
export const HISTORY_MAX = '10';

const TIMEOUT_MS = 300_000;

/**
 * Brings a release to a chart and values: installs it, or makes it one revision newer. The namespace must exist.
 *
 * @throws NaasError `HELM_VALUES_INVALID`, `HELM_CHART_NOT_FOUND`, `HELM_RELEASE_STUCK`, `TIMED_OUT` and the like.
 */
export async function upgradeInstall(
  helm: Helm,
  options: UpgradeInstallOptions,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<Release> {
  const { name, namespace, values, timeoutMs = TIMEOUT_MS } = options;
  await assertChartExists(options.chart);
  const deadlineMs = timeoutMs + 60_000;
  const args = upgradeArguments(helm, options);
  return parseRelease(await helm.run(args, { signal, subject: { name, namespace }, values, deadlineMs }));
}

/** The arguments that install a release or make it one revision newer. */
export function upgradeArguments(helm: Helm, options: UpgradeInstallOptions): string[] {
  // Values of an earlier revision must not seep through: the file is the whole truth.
  return ['upgrade', '--install', ...commonArguments(helm, options), '--history-max', HISTORY_MAX, '--reset-values'];
}

/** The arguments that install a release as one that was not there before. */
export function installArguments(helm: Helm, options: UpgradeInstallOptions): string[] {
  return ['install', ...commonArguments(helm, options)];
}

function commonArguments(helm: Helm, options: UpgradeInstallOptions): string[] {
  const { name, namespace, chart, timeoutMs = TIMEOUT_MS } = options;
  const args = [name, ...chartArguments(chart), '--namespace', namespace];
  args.push('--timeout', `${timeoutMs}ms`, '--output', 'json');
  if (options.description !== undefined) args.push('--description', options.description);
  if (options.wait) args.push(helm.major === 4 ? '--wait=watcher' : '--wait');
  if (options.takeOwnership) {
    args.push('--take-ownership');
    // Helm 4 applies server-side, where another manager's field is a conflict that only this pair of flags settles.
    if (helm.major === 4) args.push('--server-side=true', '--force-conflicts');
  }
  return [...args, ...(options.extraArgs ?? [])];
}
