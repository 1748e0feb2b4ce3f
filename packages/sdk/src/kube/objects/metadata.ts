import { z } from 'zod';
import type { Kube } from '../connection.ts';
import type { ObjectMeta, ResourceKind } from '../object.ts';
import { listPages } from './read.ts';
import type { ListOptions } from './read.ts';

/** The API server may not know this form of a kind; a list of whole objects has the same metadata in it. */
const METADATA_ONLY = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1, application/json';

const Page = z.object({ items: z.array(z.looseObject({ metadata: z.looseObject({ name: z.string() }) })).nullable() });

/**
 * Lists the metadata of a kind's objects, managed fields included: what they hold, a Secret's values among it, does not
 * travel.
 *
 * See the API concepts, "Metadata-only fetches".
 */
export async function listMetadata(kube: Kube, kind: ResourceKind, options: ListOptions = {}): Promise<ObjectMeta[]> {
  const pages = await listPages(kube, kind, { ...options, accept: METADATA_ONLY });
  return pages.flatMap((page) => (Page.parse(page).items ?? []).map(({ metadata }) => metadata as ObjectMeta));
}
