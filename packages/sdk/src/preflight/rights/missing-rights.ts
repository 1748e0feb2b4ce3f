import { inParallel } from '../../in-parallel.ts';
import { type Access, type Kube, mayI } from '../../kube/index.ts';
import type { Right } from './right.ts';

/** A right with those of its verbs that are missing. */
export type MissingRight = Right;

interface ReviewOptions {
  readonly signal: AbortSignal;
}

const REVIEWS_AT_ONCE = 8;
const RBAC = 'rbac.authorization.k8s.io';

/** Asks the one question that an administrator answers for all: whether everything may be done everywhere. */
export function mayDoAll(kube: Kube, { signal }: ReviewOptions): Promise<boolean> {
  return mayI(kube, { verb: '*', group: '*', resource: '*' }, { signal });
}

/** Asks the API server which of these rights whoever is connected has not. Each verb on a resource is told once. */
export async function missingRights(
  kube: Kube,
  rights: readonly Right[],
  { signal }: ReviewOptions,
): Promise<MissingRight[]> {
  const asked = new Map<string, { readonly right: Right; readonly access: Access }>();
  for (const right of rights) {
    for (const access of accessesOf(right)) {
      const key = JSON.stringify(access);
      if (!asked.has(key)) asked.set(key, { right, access });
    }
  }
  const reviewed = await inParallel([...asked.values()], REVIEWS_AT_ONCE, async ({ right, access }) => ({
    right,
    access,
    allowed: await mayI(kube, access, { signal }),
  }));
  const missing = reviewed.filter(({ allowed }) => !allowed);
  const given = await rolesThatMayBeMade(
    kube,
    missing.map(({ right }) => right),
    { signal },
  );
  return rights.flatMap((right) => {
    const verbs = missing.filter((one) => one.right === right).map(({ access }) => access.verb);
    if (verbs.length === 0 || given.has(placeOf(right))) return [];
    return [{ ...right, verbs: [...new Set(verbs)] }];
  });
}

function accessesOf({ group, resource, verbs, namespace, names }: Right): Access[] {
  const what = { group, resource, ...(namespace === undefined ? {} : { namespace }) };
  return verbs.flatMap((verb) => names?.map((name) => ({ ...what, verb, name })) ?? [{ ...what, verb }]);
}

/** Where whoever is connected may put any rule into a role, and bind it, without having what it gives. */
async function rolesThatMayBeMade(
  kube: Kube,
  rights: readonly Right[],
  { signal }: ReviewOptions,
): Promise<Set<string>> {
  const places = new Map(rights.filter(({ givenBy }) => givenBy).map((right) => [placeOf(right), right]));
  const reviewed = await inParallel([...places], REVIEWS_AT_ONCE, async ([place, { givenBy = 'roles', namespace }]) => {
    const role = { group: RBAC, resource: givenBy, ...(namespace === undefined ? {} : { namespace }) };
    const may = await Promise.all(['escalate', 'bind'].map((verb) => mayI(kube, { ...role, verb }, { signal })));
    return may.every(Boolean) ? [place] : [];
  });
  return new Set(reviewed.flat());
}

function placeOf({ givenBy, namespace }: Right): string {
  return `${givenBy ?? ''} ${namespace ?? ''}`;
}
