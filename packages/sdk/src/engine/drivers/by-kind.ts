import type { Subject } from '../../errors.ts';
import type { ApplyContext, DriverContext, Observation } from './driver.ts';
import { filesDriver } from './files-driver.ts';
import { manifestDriver } from './manifest-driver.ts';
import { probeDriver } from './probe-driver.ts';
import { releaseDriver } from './release-driver.ts';
import type { Resource } from '../resource.ts';

/** Compares a resource with the cluster, by the driver of its kind. */
export function observe(resource: Resource, context: DriverContext): Promise<Observation> {
  switch (resource.driver) {
    case 'manifest':
      return manifestDriver.observe(resource, context);
    case 'release':
      return releaseDriver.observe(resource, context);
    case 'files':
      return filesDriver.observe(resource, context);
    case 'probe':
      return probeDriver.observe(resource, context);
  }
}

/** Makes the cluster have a resource, by the driver of its kind. */
export function applyResource(resource: Resource, context: ApplyContext): Promise<void> {
  switch (resource.driver) {
    case 'manifest':
      return manifestDriver.apply(resource, context);
    case 'release':
      return releaseDriver.apply(resource, context);
    case 'files':
      return filesDriver.apply(resource, context);
    case 'probe':
      return probeDriver.apply(resource, context);
  }
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
  const { kind, namespace, name } = subjectOf(resource);
  return `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}
