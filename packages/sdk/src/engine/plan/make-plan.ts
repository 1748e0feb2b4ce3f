import type { Component, ComponentContext } from '../component.ts';
import type { DriverContext } from '../drivers/driver.ts';
import { idOf, observe, subjectOf } from '../drivers/by-kind.ts';
import { inDependencyOrder } from './order.ts';
import type { Plan, PlannedAction } from './plan.ts';
import type { Resource } from '../resource.ts';

/** A resource with the component that wants it. */
export interface WantedResource {
  readonly component: string;
  readonly resource: Resource;
}

/** Asks each component what it wants, those depended on first. */
export async function wantedResources(
  components: readonly Component[],
  context: ComponentContext,
): Promise<WantedResource[]> {
  const wanted: WantedResource[] = [];
  for (const component of inDependencyOrder(components)) {
    for (const resource of await component.desired(context)) wanted.push({ component: component.id, resource });
  }
  return wanted;
}

/** Compares all that is wanted with the cluster. Sends nothing that persists. */
export async function makePlan(
  platform: string,
  wanted: readonly WantedResource[],
  context: DriverContext,
): Promise<Plan> {
  const actions = await Promise.all(wanted.map((item) => plannedAction(item, context)));
  return { platform, intent: 'deploy', actions, warnings: [] };
}

async function plannedAction({ component, resource }: WantedResource, context: DriverContext): Promise<PlannedAction> {
  const { verb, changes, reason } = await observe(resource, context);
  return {
    id: idOf(resource),
    component,
    driver: resource.driver,
    verb,
    subject: subjectOf(resource),
    changes,
    ...(reason === undefined ? {} : { reason }),
  };
}
