import type { Component, ReadyContext } from '../component.ts';
import { idOf, observe } from '../drivers/by-kind.ts';
import type { DriverContext } from '../drivers/driver.ts';
import { inDependencyOrder } from '../plan/order.ts';
import type { PlannedAction } from '../plan/plan.ts';
import type { WantedResource } from '../plan/wanted.ts';
import type { Resource } from '../resource.ts';
import { refOf } from '../../kube/index.ts';
import type { InventoryKeeper } from '../store/keeper.ts';
import { becomeReady } from './become-ready.ts';
import { planMoved } from './moved.ts';
import { doStep, type Steps, waitingFor } from './step.ts';

export interface ApplyComponentsOptions {
  readonly components: readonly Component[];
  readonly wanted: readonly WantedResource[];
  readonly driver: DriverContext;
  readonly ready: ReadyContext;
  readonly keeper: InventoryKeeper;
  /** Aborts only when a step must not even be finished: Helm would leave its release in the middle. */
  readonly untilDone: AbortSignal;
}

/**
 * Does the steps of a plan that make or change something. A component begins when all it depends on is well; those that
 * do not need each other go side by side. When one fails, the others stop after the step at hand.
 */
export async function applyComponents(
  actions: readonly PlannedAction[],
  steps: Steps,
  options: ApplyComponentsOptions,
): Promise<void> {
  const failed = new AbortController();
  const stop = AbortSignal.any([steps.stop, failed.signal]);
  const running = new Map<string, Promise<void>>();
  for (const component of inDependencyOrder(options.components)) {
    const dependencies = component.dependsOn.flatMap((id) => running.get(id) ?? []);
    const own = actions.filter((action) => action.component === component.id);
    const run = async () => {
      await Promise.all(dependencies);
      await applyComponent(component, own, { ...options, steps: { ...steps, stop } });
    };
    const ended = run().catch((error: unknown) => {
      failed.abort(error);
      throw error;
    });
    running.set(component.id, ended);
  }
  await Promise.allSettled(running.values());
  // What the first failure stopped fails with the first failure's reason.
  stop.throwIfAborted();
}

interface OfComponent extends ApplyComponentsOptions {
  readonly steps: Steps;
}

async function applyComponent(
  component: Component,
  actions: readonly PlannedAction[],
  options: OfComponent,
): Promise<void> {
  const { steps, keeper, ready } = options;
  const resources = new Map(options.wanted.map(({ resource }) => [idOf(resource), resource]));
  for (const action of actions) {
    const resource = resources.get(action.id);
    if (!resource) throw planMoved([{ what: action.id, words: 'the file does not want it' }], STOPPED);
    await doStep(action, steps, (waiting) => applyResource(action, resource, { ...options, waiting }));
  }
  if (actions.length > 0) await keeper.save();
  const start = steps.clock.now();
  const waiting = waitingFor(component.id, steps);
  const context = { ...ready, signal: steps.stop };
  for (const check of component.ready(context)) await becomeReady(check, context, { waiting, clock: steps.clock });
  steps.report({ type: 'component-ready', component: component.id, elapsedMs: steps.clock.now() - start });
}

const STOPPED = 'What was done before stays.';

/** Compares once more what is about to be changed: only what the plan says is done, to what the plan has seen. */
async function applyResource(
  action: PlannedAction,
  resource: Resource,
  { driver, keeper, steps, untilDone, waiting }: OfComponent & { readonly waiting: (reason: string) => void },
): Promise<void> {
  const context = { ...driver, signal: steps.stop };
  const observed = await observe(resource, context);
  if (context.fingerprint(observed.seen.state) !== action.state) {
    throw planMoved([{ what: action.id, words: 'was changed by somebody else just now' }], STOPPED);
  }
  await observed.apply({
    ...context,
    untilDone,
    waiting,
    record: (key, value) => keeper.noteRecord(key, value),
    noteApplied: (applied) => {
      if (resource.driver === 'manifest') keeper.noteApplied(refOf(resource.object), applied);
    },
  });
}
