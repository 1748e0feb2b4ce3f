import type { Right } from './right.ts';

/** Several rights on one resource in one place, with all their verbs. */
export interface MergedRight extends Omit<Right, 'neededBy' | 'givenBy'> {
  /** Who needs it, each once. */
  readonly neededBy: readonly string[];
}

/** Joins rights on the same resource in the same place, by what they are limited to; keeps the order. */
export function mergeRights(rights: readonly Right[]): MergedRight[] {
  const places = new Map<string, Right[]>();
  for (const right of rights) {
    const { namespace = '', group, resource, names = [] } = right;
    const place = JSON.stringify([namespace, group, resource, names]);
    places.set(place, [...(places.get(place) ?? []), right]);
  }
  return [...places.values()].flatMap((alike) => {
    const [first] = alike;
    if (!first) return [];
    const { group, resource, namespace, names } = first;
    return [
      {
        group,
        resource,
        verbs: [...new Set(alike.flatMap(({ verbs }) => verbs))],
        ...(namespace === undefined ? {} : { namespace }),
        ...(names === undefined ? {} : { names }),
        neededBy: [...new Set(alike.map(({ neededBy }) => neededBy))],
        forFactsOnly: alike.every(({ forFactsOnly }) => forFactsOnly),
      },
    ];
  });
}
