import { isServed, type Kube } from '../../kube/index.ts';
import type { WantedResource } from './wanted.ts';

/** What can be had on a cluster, and what people have to know of the rest. */
export interface Served {
  readonly wanted: readonly WantedResource[];
  /** A sentence each. */
  readonly notes: readonly string[];
}

/** Leaves out what is of a kind that this cluster does not serve, where it can be left out. */
export async function servedOnly(
  wanted: readonly WantedResource[],
  { kube, signal }: { readonly kube: Kube; readonly signal: AbortSignal },
): Promise<Served> {
  const served: WantedResource[] = [];
  const notes = new Set<string>();
  // One after the other: the first question answers for all kinds of its group.
  for (const item of wanted) {
    const { resource } = item;
    const note = resource.driver === 'manifest' ? resource.whereServed : undefined;
    const isThere =
      resource.driver !== 'manifest' || note === undefined || (await isServed(kube, resource.object, { signal }));
    if (isThere) served.push(item);
    else if (note !== undefined) notes.add(note);
  }
  return { wanted: served, notes: [...notes] };
}
