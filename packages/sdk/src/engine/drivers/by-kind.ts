import type { Subject } from '../../errors.ts';
import { nameOf } from '../../kube/index.ts';
import type { Resource } from '../resource.ts';
import type { ApplyContext, DriverContext, Observation, ResourceDriver } from './driver.ts';
import { filesDriver } from './files-driver.ts';
import { manifestDriver } from './manifest-driver.ts';
import { probeDriver } from './probe-driver.ts';
import { releaseDriver } from './release-driver.ts';

/** A resource as it compares with the cluster, and the way to do what is missing. */
export interface ObservedResource {
  readonly seen: Observation;
  apply(context: ApplyContext): Promise<void>;
}

/** Compares a resource with the cluster, by the driver of its kind. */
export function observe(resource: Resource, context: DriverContext): Promise<ObservedResource> {
  switch (resource.driver) {
    case 'manifest':
      return observeBy(manifestDriver, resource, context);
    case 'release':
      return observeBy(releaseDriver, resource, context);
    case 'files':
      return observeBy(filesDriver, resource, context);
    case 'probe':
      return observeBy(probeDriver, resource, context);
  }
}

async function observeBy<T extends Resource, Seen extends Observation>(
  driver: ResourceDriver<T, Seen>,
  resource: T,
  context: DriverContext,
): Promise<ObservedResource> {
  const seen = await driver.observe(resource, context);
  return { seen, apply: (applying) => driver.apply(resource, seen, applying) };
}

/** What a resource is, in Kubernetes' words. */
export function subjectOf(resource: Resource): Subject {
  switch (resource.driver) {
    case 'manifest': {
      const { name, namespace } = resource.object.metadata;
      return { kind: resource.object.kind, name, ...(namespace === undefined ? {} : { namespace }) };
    }
    case 'release':
      return { kind: 'Release', name: resource.name, namespace: resource.namespace };
    case 'files':
      return { kind: 'Files', name: resource.name, namespace: resource.namespace };
    case 'probe':
      return { kind: 'Check', name: resource.name };
  }
}

/** The name a plan knows a resource by. */
export function idOf(resource: Resource): string {
  return nameOf(subjectOf(resource));
}
