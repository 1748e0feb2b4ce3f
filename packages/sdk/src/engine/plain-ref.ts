import type { ObjectRef } from '../kube/index.ts';

/** The address alone of something that carries more than an address. */
export function plainRef({ apiVersion, kind, name, namespace }: ObjectRef): ObjectRef {
  return { apiVersion, kind, name, ...(namespace === undefined ? {} : { namespace }) };
}
