import { NaasError } from '../../errors.ts';
import {
  type Kube,
  listMetadata,
  nameOf,
  type ObjectMeta,
  type ObjectRef,
  type ResourceKind,
} from '../../kube/index.ts';
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

/** Reads what carries the platform's label, of the kinds of these objects. */
export async function readLiveObjects(
  kube: Kube,
  refs: readonly ObjectRef[],
  options: LiveObjectsOptions,
): Promise<LiveObjects> {
  const kinds = new Set(refs.map(kindOf));
  const lists = [...kinds].map((kind) =>
    listKind(
      kube,
      refs.filter((ref) => kindOf(ref) === kind),
      options,
    ),
  );
  const byName = new Map((await Promise.all(lists)).flat());
  return { metadataOf: (ref) => byName.get(keyOf(ref)) };
}

function kindOf({ apiVersion, kind }: ResourceKind): string {
  return `${apiVersion} ${kind}`;
}

type Keyed = readonly [key: string, metadata: ObjectMeta];

/** One request for the kind; who may not list it everywhere asks in each namespace there is something of it. */
async function listKind(
  kube: Kube,
  refs: readonly ObjectRef[],
  { platform, signal }: LiveObjectsOptions,
): Promise<Keyed[]> {
  const [{ apiVersion, kind } = NO_KIND] = refs;
  const labelSelector = `${PLATFORM_LABEL}=${platform}`;
  const list = async (where: { readonly namespace?: string }): Promise<Keyed[]> => {
    const found = await listMetadata(kube, { apiVersion, kind }, { ...where, labelSelector, signal });
    return found.map((metadata) => [keyOf({ apiVersion, kind, ...metadata }), metadata]);
  };
  try {
    return await list({});
  } catch (error) {
    if (!NaasError.is(error) || error.code !== 'KUBE_FORBIDDEN') return noneOfUnknownKind(error);
    const namespaces = new Set(refs.flatMap(({ namespace }) => namespace ?? []));
    return (await Promise.all([...namespaces].map((namespace) => list({ namespace })))).flat();
  }
}

const NO_KIND: ResourceKind = { apiVersion: '', kind: '' };

function keyOf(ref: ObjectRef): string {
  return nameOf({
    kind: ref.kind,
    name: ref.name,
    ...(ref.namespace === undefined ? {} : { namespace: ref.namespace }),
  });
}

/** A kind that comes with something that is not installed yet has no objects. */
export function noneOfUnknownKind(error: unknown): [] {
  if (NaasError.is(error) && error.code === 'KUBE_NOT_FOUND') return [];
  throw error;
}
