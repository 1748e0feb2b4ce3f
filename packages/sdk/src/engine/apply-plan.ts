import { NaasError } from '../errors.ts';
import { becomeReady } from './become-ready.ts';
import type { Component, ReadyContext } from './component.ts';
import type { ApplyContext, DriverContext } from './driver.ts';
import { applyResource, idOf } from './drivers.ts';
import type { ApplyEvent } from './events.ts';
import { inventoryOf, writeInventory } from './inventory.ts';
import type { WantedResource } from './make-plan.ts';
import { inDependencyOrder } from './order.ts';
import { changesOf, type Plan, type PlannedAction } from './plan.ts';
import { readRecords, writeRecords } from './records.ts';
import { withReports } from './reports.ts';

export interface ApplyPlanOptions {
  readonly components: readonly Component[];
  readonly wanted: readonly WantedResource[];
  readonly driver: DriverContext;
  readonly ready: ReadyContext;
}

/**
 * Does what a plan says, component by component, and waits for each to be well before those that need it. Ends between
 * two steps when the signal aborts; running again goes on from there.
 */
export async function* applyPlan(plan: Plan, options: ApplyPlanOptions): AsyncGenerator<ApplyEvent, void> {
  const steps = changesOf(plan);
  refuseBlocked(steps);
  const start = performance.now();
  yield { type: 'started', steps: steps.length };
  if (steps.length > 0) yield* applyComponents(steps, options);
  yield { type: 'finished', changed: steps.length, elapsedMs: performance.now() - start };
}

async function* applyComponents(
  steps: readonly PlannedAction[],
  options: ApplyPlanOptions,
): AsyncGenerator<ApplyEvent, void> {
  const resources = new Map(options.wanted.map(({ resource }) => [idOf(resource), resource]));
  let inventoryWritten = false;
  for (const component of inDependencyOrder(options.components)) {
    const context = await applyContext(options.driver);
    for (const [index, step] of steps.entries()) {
      if (step.component !== component.id) continue;
      options.driver.signal.throwIfAborted();
      const resource = resources.get(step.id);
      if (!resource) throw new NaasError('PLAN_BLOCKED', `The plan is of another file: ${step.id} is not wanted.`);
      if (!inventoryWritten && step.subject.kind !== 'Namespace') {
        await writeInventory(options.driver.kube, inventoryOf(options.wanted), options.driver);
        inventoryWritten = true;
      }
      const start = performance.now();
      yield { type: 'step-started', step, index, steps: steps.length };
      for await (const reason of withReports<string, void>((report) =>
        applyResource(resource, { ...context, waiting: report }),
      )) {
        yield { type: 'waiting', component: component.id, reason, elapsedMs: performance.now() - start };
      }
      yield { type: 'step-finished', step, elapsedMs: performance.now() - start };
    }
    yield* waitForComponent(component, options.ready);
  }
}

async function* waitForComponent(component: Component, context: ReadyContext): AsyncGenerator<ApplyEvent, void> {
  const start = performance.now();
  for (const check of component.ready(context)) {
    for await (const reason of withReports<string, void>((report) => becomeReady(check, context, report))) {
      yield { type: 'waiting', component: component.id, reason, elapsedMs: performance.now() - start };
    }
  }
  yield { type: 'component-ready', component: component.id, elapsedMs: performance.now() - start };
}

/** The records are read again for each component: an earlier step may have written them. */
async function applyContext(driver: DriverContext): Promise<Omit<ApplyContext, 'waiting'>> {
  let records = await readRecords(driver.kube, driver);
  return {
    ...driver,
    records,
    record: async (key, value) => {
      records = { ...records, [key]: value };
      await writeRecords(driver.kube, records, driver);
    },
  };
}

function refuseBlocked(steps: readonly PlannedAction[]): void {
  const blocked = steps.filter((step) => step.verb === 'blocked');
  if (blocked.length === 0) return;
  const lines = blocked.map((step) => `${step.id}: ${step.reason ?? 'cannot be changed'}`);
  throw new NaasError('PLAN_BLOCKED', `Nothing was changed, because part of the plan is blocked.\n${lines.join('\n')}`);
}
