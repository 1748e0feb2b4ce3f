import type { KubeObject } from '../kube/index.ts';
import type { ManifestResource } from './resource.ts';

/** Wants one object. `keep` is for data, and for what data needs to be read again: `destroy` leaves it. */
export function manifest(object: KubeObject, options: { readonly keep?: boolean } = {}): ManifestResource {
  return { driver: 'manifest', object, ...options };
}
