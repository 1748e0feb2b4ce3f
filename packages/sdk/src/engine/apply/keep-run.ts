import { releaseState } from '../../helm/index.ts';
import type { Clock, Kube } from '../../kube/index.ts';
import { changesOf, type Plan } from '../plan/plan.ts';
import type { WantedResource } from '../plan/wanted.ts';
import type { DriverContext } from '../drivers/driver.ts';
import type { ApplyEvent } from '../events.ts';
import type { InventoryKeeper } from '../store/keeper.ts';
import { beginRun, endRun, listRuns, readSnapshot, type Run } from '../store/runs.ts';
import type { Snapshot } from '../store/snapshot.ts';
import type { PreparedPlan } from './prepared-plan.ts';

export interface KeepRunOptions {
  readonly kube: Kube;
  readonly keeper: InventoryKeeper;
  readonly clock: Clock;
  /** Who asked for it. */
  readonly who: string;
  readonly report: (event: ApplyEvent) => void;
  readonly stop: AbortSignal;
  /** Aborts when another has taken over: then nothing may be written any more. */
  readonly lost: AbortSignal;
}

/**
 * Does a task as a run: on record before it begins, with how it ended afterwards, whatever becomes of it; and with it the
 * inventory of what is there by then.
 */
// oxlint-disable-next-line max-params -- what is done, with what, where it is kept, and the doing itself
export async function keepRun(
  plan: Plan,
  prepared: PreparedPlan,
  options: KeepRunOptions,
  task: () => Promise<void>,
): Promise<void> {
  const { kube, clock, who, keeper, report, stop, lost } = options;
  const { config, wanted } = await wantedAfter(plan, prepared, options);
  const run = await beginRun(
    kube,
    {
      platform: plan.platform,
      intent: plan.intent,
      who,
      startedAt: timeOf(clock),
      summary: summaryOf(plan),
      ...(plan.options.run === undefined ? {} : { rolledBackTo: plan.options.run }),
    },
    { snapshot: { config, wanted }, signal: stop },
  );
  report({ type: 'run-started', run: run.number });
  const end = async (outcome: Run['outcome']) => {
    await keeper.save();
    const revised = await withRevisions(wanted, prepared.driver, lost);
    const ended = { ...run, outcome, finishedAt: timeOf(clock) };
    await endRun(kube, ended, { snapshot: { config, wanted: revised }, signal: lost });
  };
  try {
    await task();
  } catch (error) {
    // The failure itself is what counts; a record that cannot be written says "interrupted" by itself.
    await end(stop.aborted ? 'stopped' : 'failed').catch(() => {});
    throw error;
  }
  await end('done');
}

/** What a run will have wanted of the whole platform: one that publishes files alone leaves the rest as it was. */
async function wantedAfter(plan: Plan, prepared: PreparedPlan, { kube, stop }: KeepRunOptions): Promise<Snapshot> {
  const snapshot = { config: prepared.ready.config, wanted: prepared.wanted };
  if (!plan.options.kernelspecsOnly) return snapshot;
  const last = (await listRuns(kube, { signal: stop })).find(({ outcome }) => outcome === 'done');
  const before = last && (await readSnapshot(kube, last.number, { signal: stop }));
  if (!before) return snapshot;
  const isFiles = ({ resource }: WantedResource) => resource.driver === 'files';
  return { ...before, wanted: [...before.wanted.filter((item) => !isFiles(item)), ...prepared.wanted.filter(isFiles)] };
}

/** Notes which revision each release has come to: Helm can go back to it without its chart. */
function withRevisions(
  wanted: readonly WantedResource[],
  driver: DriverContext,
  signal: AbortSignal,
): Promise<WantedResource[]> {
  return Promise.all(
    wanted.map(async (item) => {
      const { resource } = item;
      if (resource.driver !== 'release') return item;
      const state = await releaseState(await driver.helm(), resource, { signal }).catch(() => undefined);
      return state ? { ...item, resource: { ...resource, revision: state.revision } } : item;
    }),
  );
}

function summaryOf(plan: Plan): string {
  const counts = new Map<string, number>();
  for (const { verb } of changesOf(plan)) counts.set(verb, (counts.get(verb) ?? 0) + 1);
  return [...counts].map(([verb, count]) => `${verb} ${count}`).join(', ');
}

function timeOf(clock: Clock): string {
  return new Date(clock.now()).toISOString();
}
