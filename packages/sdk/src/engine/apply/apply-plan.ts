import { NaasError } from '../../errors.ts';
import { type Clock, realClock } from '../../kube/index.ts';
import { becomeReady } from './become-ready.ts';
import type { Component, ReadyContext } from '../component.ts';
import type { DriverContext } from '../drivers/driver.ts';
import { applyResource, idOf } from '../drivers/by-kind.ts';
import type { ApplyEvent } from '../events.ts';
import { extendInventory, inventoryOf } from '../inventory.ts';
import type { WantedResource } from '../plan/make-plan.ts';
import { inDependencyOrder } from '../plan/order.ts';
import { changesOf, type Plan, type PlannedAction } from '../plan/plan.ts';
import { addRecord } from '../records.ts';
import type { Resource } from '../resource.ts';
import { waitingEvents } from './waiting-events.ts';

export interface ApplyPlanOptions {
  readonly components: readonly Component[];
  readonly wanted: readonly WantedResource[];
  readonly driver: DriverContext;
  readonly ready: ReadyContext;
  /** @default the machine's own */
  readonly clock?: Clock;
}

/** A planned action with the resource it is about. */
interface Step {
  readonly action: PlannedAction;
  readonly resource: Resource;
  readonly index: number;
}

/**
 * Does what a plan says, component by component, and waits for each to be well before those that need it. Ends when the
 * signal aborts or nobody reads on: what was done stays, and a new plan goes on from there.
 *
 * @throws NaasError `PLAN_BLOCKED`, with nothing changed, when part of the plan is blocked or not what is wanted.
 */
export async function* applyPlan(plan: Plan, options: ApplyPlanOptions): AsyncGenerator<ApplyEvent, void> {
  const { clock = realClock } = options;
  const steps = stepsOf(plan, options.wanted);
  const start = clock.now();
  yield { type: 'started', steps: steps.length };
  if (steps.length > 0) yield* applyComponents(steps, { ...options, clock });
  yield { type: 'finished', changed: steps.length, elapsedMs: clock.now() - start };
}

type Options = Required<ApplyPlanOptions>;

async function* applyComponents(steps: readonly Step[], options: Options): AsyncGenerator<ApplyEvent, void> {
  const { driver, wanted } = options;
  let inventoryWritten = false;
  for (const component of inDependencyOrder(options.components)) {
    for (const step of steps.filter(({ action }) => action.component === component.id)) {
      driver.signal.throwIfAborted();
      // It says what may be there, so it comes before the first object; only its own namespace has to be there.
      if (!inventoryWritten && step.action.subject.kind !== 'Namespace') {
        await extendInventory(driver.kube, inventoryOf(wanted), driver);
        inventoryWritten = true;
      }
      yield* applyStep(step, steps.length, options);
    }
    yield* waitForComponent(component, options);
  }
}

async function* applyStep(step: Step, steps: number, options: Options): AsyncGenerator<ApplyEvent, void> {
  const { driver, clock } = options;
  const { action, resource, index } = step;
  const start = clock.now();
  yield { type: 'step-started', step: action, index, steps };
  yield* waitingEvents(
    (waiting, signal) => {
      const record = (key: string, value: string) => addRecord(driver.kube, { [key]: value }, { signal });
      return applyResource(resource, { ...driver, signal, waiting, record });
    },
    { component: action.component, clock, signal: driver.signal },
  );
  yield { type: 'step-finished', step: action, elapsedMs: clock.now() - start };
}

async function* waitForComponent(component: Component, options: Options): AsyncGenerator<ApplyEvent, void> {
  const { ready, clock } = options;
  const start = clock.now();
  yield* waitingEvents(
    async (waiting, signal) => {
      for (const check of component.ready(ready)) await becomeReady(check, { ...ready, signal }, { waiting, clock });
    },
    { component: component.id, clock, signal: ready.signal },
  );
  yield { type: 'component-ready', component: component.id, elapsedMs: clock.now() - start };
}

function stepsOf(plan: Plan, wanted: readonly WantedResource[]): Step[] {
  const actions = changesOf(plan);
  const blocked = actions.filter(({ verb }) => verb === 'blocked');
  if (blocked.length > 0) {
    const lines = blocked.map(({ id, reason }) => `${id}: ${reason ?? 'cannot be changed'}`);
    throw new NaasError(
      'PLAN_BLOCKED',
      `Nothing was changed, because part of the plan is blocked.\n${lines.join('\n')}`,
    );
  }
  const resources = new Map(wanted.map(({ resource }) => [idOf(resource), resource]));
  return actions.map((action, index) => {
    const resource = resources.get(action.id);
    if (resource) return { action, resource, index };
    throw new NaasError(
      'PLAN_BLOCKED',
      `The plan is of another file: ${action.id} is not wanted. Nothing was changed.`,
      {
        hint: 'Make a new plan of this file.',
      },
    );
  });
}
