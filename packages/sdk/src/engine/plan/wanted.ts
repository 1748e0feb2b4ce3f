import type { Component, ComponentContext } from '../component.ts';
import type { Resource } from '../resource.ts';
import { inDependencyOrder } from './order.ts';

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
