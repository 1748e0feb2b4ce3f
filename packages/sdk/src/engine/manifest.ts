import type { KubeObject } from '../kube/index.ts';
import type { ManifestResource } from './resource.ts';

/**
 * Wants one object. `keep` is for data, and for what data needs to be read again: `destroy` leaves it. `whereServed` is
 * for a kind that not every cluster has, and `madeWhen` for what the next object must not overtake.
 */
export function manifest(
  object: KubeObject,
  options: Pick<ManifestResource, 'keep' | 'whereServed' | 'madeWhen'> = {},
): ManifestResource {
  return { driver: 'manifest', object, ...options };
}
