/** Names the object that owns another, as the garbage collector reads it. */
export interface OwnerReference {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller?: boolean;
  blockOwnerDeletion?: boolean;
}

/** The metadata every Kubernetes object carries, as JSON: dates are RFC 3339 strings. */
export interface ObjectMeta {
  name: string;
  generateName?: string;
  namespace?: string;
  uid?: string;
  resourceVersion?: string;
  generation?: number;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  finalizers?: string[];
  ownerReferences?: OwnerReference[];
  managedFields?: unknown;
}

/** A Kubernetes object exactly as the API serves it. */
export interface KubeObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  [field: string]: unknown;
}

/** A kind of object, with its group and version. */
export interface ResourceKind {
  readonly apiVersion: string;
  readonly kind: string;
}

/** One object's address. */
export interface ObjectRef extends ResourceKind {
  readonly name: string;
  readonly namespace?: string;
}

/** What every call to the API server can be given. */
export interface CallOptions {
  readonly signal?: AbortSignal;
  /** Milliseconds for the call with all its retries. @default 30_000 */
  readonly deadlineMs?: number;
}

/** Gives the address of an object. */
export function refOf(object: KubeObject): ObjectRef {
  const { apiVersion, kind, metadata } = object;
  return {
    apiVersion,
    kind,
    name: metadata.name,
    ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
  };
}

/** Writes an address the way people say it: `Pod jupyterhub/hub-0`. */
export function nameOf(ref: { kind: string; name: string; namespace?: string }): string {
  return `${ref.kind} ${ref.namespace === undefined ? '' : `${ref.namespace}/`}${ref.name}`;
}
