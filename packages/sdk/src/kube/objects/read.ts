import { z } from 'zod';
import type { Kube } from '../connection.ts';
import { KubeError } from '../kube-error.ts';
import { nameOf } from '../object.ts';
import type { CallOptions, KubeObject, ObjectRef, ResourceKind } from '../object.ts';
import { request } from '../transport.ts';
import type { Query } from '../transport.ts';
import { collectionPath, objectPath } from './kinds.ts';

export interface ListOptions extends CallOptions {
  /** @default all namespaces */
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  /** Objects asked for at a time. @default 500 */
  readonly pageSize?: number;
}

/** kubectl's own; the server answers each page from one snapshot. */
const PAGE_SIZE = 500;

const ObjectShape = z.looseObject({ apiVersion: z.string(), kind: z.string(), metadata: z.looseObject({}) });
const ListShape = z.looseObject({
  metadata: z.looseObject({ resourceVersion: z.string().optional(), continue: z.string().optional() }),
});
const ItemsShape = z.object({
  items: z.array(z.looseObject({ metadata: z.looseObject({ name: z.string() }) })).nullable(),
});

/** Reads one object, or undefined when there is none. */
export async function getObject(
  kube: Kube,
  ref: ObjectRef,
  options: CallOptions = {},
): Promise<KubeObject | undefined> {
  const path = await objectPath(kube, ref, options);
  try {
    return objectFrom(
      await request(kube, { ...options, method: 'GET', path, action: `show ${nameOf(ref)}`, subject: ref }),
    );
  } catch (error) {
    if (error instanceof KubeError && error.status === 404) return undefined;
    throw error;
  }
}

/** Lists the objects of a kind, page by page; managed fields, most of a list's weight, are left out. */
export async function listObjects(kube: Kube, kind: ResourceKind, options: ListOptions = {}): Promise<KubeObject[]> {
  return (await listVersioned(kube, kind, options)).objects;
}

/** As {@link listObjects}, with the version of the collection that a watch goes on from. */
export async function listVersioned(
  kube: Kube,
  kind: ResourceKind,
  options: ListOptions,
): Promise<{ objects: KubeObject[]; resourceVersion: string }> {
  const pages = await listPages(kube, kind, options);
  const objects = pages.flatMap((page) =>
    (ItemsShape.parse(page).items ?? []).map((item) => withoutManagedFields({ ...item, ...pickKind(kind) })),
  );
  return { objects, resourceVersion: ListShape.parse(pages.at(-1)).metadata.resourceVersion ?? '' };
}

/** Reads all pages of a list in any representation; begins again, once, when the server has dropped the snapshot. */
export async function listPages(
  kube: Kube,
  kind: ResourceKind,
  options: ListOptions & { readonly accept?: string; readonly query?: Query },
): Promise<unknown[]> {
  try {
    return await readPages(kube, kind, options);
  } catch (error) {
    if (!(error instanceof KubeError) || error.status !== 410) throw error;
    return readPages(kube, kind, options);
  }
}

async function readPages(
  kube: Kube,
  kind: ResourceKind,
  options: ListOptions & { readonly accept?: string; readonly query?: Query },
): Promise<unknown[]> {
  const { namespace, labelSelector, fieldSelector, pageSize = PAGE_SIZE, query, ...call } = options;
  const path = await collectionPath(kube, { ...pickKind(kind), namespace }, call);
  const where = namespace === undefined ? '' : ` in ${namespace}`;
  const pages: unknown[] = [];
  for (let token: string | undefined; ;) {
    const page = await request(kube, {
      ...call,
      method: 'GET',
      path,
      query: { ...query, labelSelector, fieldSelector, limit: pageSize, continue: token },
      action: `list ${kind.kind} objects${where}`,
    });
    pages.push(page);
    token = ListShape.parse(page).metadata.continue;
    if (!token) return pages;
  }
}

/** Believes the API server that what it calls an object is one. */
export function objectFrom(json: unknown): KubeObject {
  return ObjectShape.parse(json) as unknown as KubeObject;
}

function withoutManagedFields(object: KubeObject): KubeObject {
  delete object.metadata.managedFields;
  return object;
}

/** The items of a list do not say what they are; the list was asked for by kind, so we know. */
function pickKind({ apiVersion, kind }: ResourceKind): ResourceKind {
  return { apiVersion, kind };
}
