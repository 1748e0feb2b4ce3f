import { PLATFORM_NAMESPACE } from '../../config/index.ts';
import { NaasError } from '../../errors.ts';
import { applyObject, type Clock, type Kube, realClock } from '../../kube/index.ts';
import type { Component } from '../component.ts';
import { deleteAndWait, remove, type RemovalContext, stillThere } from '../destroy/remove.ts';
import { idOf } from '../drivers/by-kind.ts';
import { appliedAs } from '../drivers/manifest-driver.ts';
import type { ApplyEvent } from '../events.ts';
import { movedSince } from '../plan/digest.ts';
import { changesOf, type Plan, type PlannedAction } from '../plan/plan.ts';
import { type Applied, emptyInventory, withWanted } from '../store/inventory.ts';
import { InventoryKeeper } from '../store/keeper.ts';
import { acquireLease, type PlatformLease } from '../store/lease.ts';
import type { Holder } from '../store/lease-object.ts';
import { keepRun } from './keep-run.ts';
import { applyComponents } from './apply-components.ts';
import { planMoved } from './moved.ts';
import type { PreparedPlan } from './prepared-plan.ts';
import { withReports } from './reports.ts';
import { countingFrom0, doStep, type Steps, waitingFor } from './step.ts';

export interface ApplyPlanOptions {
  readonly kube: Kube;
  readonly components: readonly Component[];
  /** Makes the same plan again, from how the world is now. */
  readonly prepare: () => Promise<PreparedPlan>;
  /** What is known of people's pods and data, for what is removed. */
  readonly removal: Pick<RemovalContext, 'helm' | 'leftBehind' | 'data'>;
  readonly holder: Holder;
  /** Stops between two steps; what was done stays, and a new plan goes on from there. */
  readonly signal: AbortSignal;
  /** @default the machine's own */
  readonly clock?: Clock;
}

/**
 * Does exactly what a plan says, as the only one who changes the platform: components in the order of their needs, each
 * waited for until it is well, and what is no longer wanted at the end.
 *
 * @throws NaasError `PLAN_BLOCKED` or `PLAN_MOVED`, with nothing changed, when part of the plan is blocked or the world is
 * not as the plan has seen it; `PLATFORM_BUSY` when another changes the platform.
 */
export async function* applyPlan(plan: Plan, options: ApplyPlanOptions): AsyncGenerator<ApplyEvent, void> {
  refuseBlocked(plan);
  const clock = options.clock ?? realClock;
  const actions = changesOf(plan);
  const start = clock.now();
  yield { type: 'started', steps: actions.length };
  if (actions.length > 0) {
    yield* withReports<ApplyEvent, void>(
      (report, stop) => changePlatform(plan, { ...options, clock, report, stop }),
      options.signal,
    );
  }
  yield { type: 'finished', changed: actions.length, elapsedMs: clock.now() - start };
}

interface Changing extends Required<ApplyPlanOptions> {
  readonly report: (event: ApplyEvent) => void;
  readonly stop: AbortSignal;
}

const HOME = { apiVersion: 'v1', kind: 'Namespace', name: PLATFORM_NAMESPACE } as const;
const HOME_ID = `${HOME.kind} ${HOME.name}`;

async function changePlatform(plan: Plan, options: Changing): Promise<void> {
  const { kube, clock, holder, stop } = options;
  const next = countingFrom0();
  const home = await makeHome(plan, { ...options, next });
  {
    const waiting = waitingFor('lease', options);
    await using lease = await acquireLease(kube, { holder, clock, signal: stop, waiting });
    const prepared = await options.prepare();
    const moved = movedSince(plan, prepared.plan).filter(({ what }) => !home || what !== HOME_ID);
    if (moved.length > 0) throw planMoved(moved);
    await work(plan, prepared, { ...options, next, lease, home });
  }
  const last = changesOf(plan).find(isEndOfHome);
  if (!last) return;
  // With it go lease, inventory and history, so nothing is left to hold or to write.
  const steps = { ...options, count: changesOf(plan).length, next, renew: async () => {} };
  await doStep(last, steps, (waiting) => deleteAndWait(HOME, last.state, { kube, signal: stop, waiting }));
}

function isEndOfHome({ verb, id }: PlannedAction): boolean {
  return verb === 'delete' && id === HOME_ID;
}

/**
 * Makes the platform's own namespace where there is none, before the lease, which lives in it; all other steps come
 * after. Gives how it was applied.
 */
async function makeHome(plan: Plan, options: Changing & { readonly next: () => number }): Promise<Applied | undefined> {
  const { kube, stop } = options;
  const action = changesOf(plan).find(({ id, verb }) => id === HOME_ID && verb === 'create');
  if (!action) return undefined;
  // One that is being deleted would take with it what is made in it.
  const waiting = waitingFor(action.component, options);
  if (await stillThere(HOME, { kube, signal: stop, waiting })) return undefined;
  const { plan: now, wanted } = await options.prepare();
  const moved = movedSince(plan, now);
  if (moved.length > 0) throw planMoved(moved);
  const resource = wanted.map((item) => item.resource).find((each) => idOf(each) === HOME_ID);
  if (resource?.driver !== 'manifest') return undefined;
  const steps = { ...options, count: changesOf(plan).length, renew: async () => {} };
  let applied: Applied | undefined;
  await doStep(action, steps, async () => {
    applied = appliedAs(resource.object, await applyObject(kube, resource.object, { signal: stop }));
  });
  return applied;
}

interface Working extends Changing {
  readonly next: () => number;
  readonly lease: PlatformLease;
  /** How the platform's namespace was made just now. */
  readonly home: Applied | undefined;
}

async function work(plan: Plan, prepared: PreparedPlan, options: Working): Promise<void> {
  const { kube, lease, report, clock, next, holder, home } = options;
  const stop = AbortSignal.any([options.stop, lease.lost]);
  const inventory = { ...emptyInventory(plan.platform), ...prepared.driver.inventory, platform: plan.platform };
  // Files that are published alone say nothing of the rest.
  const wanted = plan.options.kernelspecsOnly ? [] : prepared.wanted;
  const { takeOver } = prepared.driver;
  const keeper = new InventoryKeeper(kube, withWanted(inventory, wanted, { takeOver }), lease.lost);
  if (home) keeper.noteApplied(HOME, home);
  const steps: Steps = { count: changesOf(plan).length, report, clock, stop, next, renew: () => lease.renew() };
  await keepRun(plan, prepared, { ...options, keeper, lost: lease.lost, who: holder.who }, async () => {
    const { now, later } = inTurns(plan, home);
    // It says what may be there, so it comes before the first object.
    await keeper.save();
    if (plan.intent !== 'destroy') {
      await applyComponents(now, steps, { ...options, ...prepared, keeper, untilDone: lease.lost });
    }
    for (const action of later) {
      const removing = { ...options.removal, kube, keeper, deleteData: plan.options.deleteData ?? false, signal: stop };
      await doStep(action, steps, (waiting) => remove(action, { ...removing, waiting, untilDone: lease.lost }));
      await keeper.save();
    }
    if (plan.intent === 'destroy') keeper.forgetWhatIsGone();
  });
}

/** What is made or changed, and what is removed after that. */
function inTurns(plan: Plan, home: Applied | undefined): Record<'now' | 'later', readonly PlannedAction[]> {
  const actions = changesOf(plan).filter((action) => !isEndOfHome(action) && !(home && action.id === HOME_ID));
  return {
    now: actions.filter(({ verb }) => verb !== 'delete'),
    later: actions.filter(({ verb }) => verb === 'delete'),
  };
}

function refuseBlocked(plan: Plan): void {
  const blocked = changesOf(plan).filter(({ verb }) => verb === 'blocked');
  if (blocked.length === 0) return;
  const lines = blocked.map(({ id, reason }) => `${id}: ${reason ?? 'cannot be changed'}`);
  throw new NaasError('PLAN_BLOCKED', `Nothing was changed, because part of the plan is blocked.\n${lines.join('\n')}`);
}
