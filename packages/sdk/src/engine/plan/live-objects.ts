import { NaasError } from '../../errors.ts';
import { type Kube, listMetadata, nameOf, type ObjectMeta, type ObjectRef, type ResourceKind } from '../../kube/index.ts';
import { PLATFORM_LABEL } from '../../resources/index.ts';

/** What the platform has in the cluster, by name: metadata alone, read with one request a kind. */
export interface LiveObjects {
  /** The metadata of one of the platform's objects; undefined says only that it does not carry the platform's label. */
  metadataOf(ref: ObjectRef): ObjectMeta | undefined;
}

export interface LiveObjectsOptions {
  readonly platform: string;
  readonly signal: AbortSignal;
}

/** Reads what carries the platform's label, of these kinds. */
export async function readLiveObjects(
  kube: Kube,
  kinds: readonly ResourceKind[],
  { platform, signal }: LiveObjectsOptions,
): Promise<LiveObjects> {
  const distinct = [...new Map(kinds.map((kind) => [`${kind.apiVersion} ${kind.kind}`, kind])).values()];
  const labelSelector = `${PLATFORM_LABEL}=${platform}`;
  const lists = distinct.map(async ({ apiVersion, kind }) => {
    const found = await listMetadata(kube, { apiVersion, kind }, { labelSelector, signal }).catch(noneOfUnknownKind);
    return found.map((metadata): [string, ObjectMeta] => [keyOf({ apiVersion, kind, ...metadata }), metadata]);
  });
  const byName = new Map((await Promise.all(lists)).flat());
  return { metadataOf: (ref) => byName.get(keyOf(ref)) };
}

function keyOf(ref: ObjectRef): string {
  return nameOf({ kind: ref.kind, name: ref.name, ...(ref.namespace === undefined ? {} : { namespace: ref.namespace }) });
}

/** A kind that comes with something that is not installed yet has no objects. */
export function noneOfUnknownKind(error: unknown): [] {
  if (NaasError.is(error) && error.code === 'KUBE_NOT_FOUND') return [];
  throw error;
}
