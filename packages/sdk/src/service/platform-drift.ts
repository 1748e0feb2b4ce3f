import {
  type Drift,
  driftOf,
  inventoried,
  listRuns,
  type ObjectDrift,
  readInventory,
  readSnapshot,
  releaseDrift,
  type Run,
} from '../engine/index.ts';
import { type Helm, releaseState } from '../helm/index.ts';
import { getObject, type Kube, type KubeObject, type ObjectRef, refOf } from '../kube/index.ts';
import { MANAGER } from '../resources/index.ts';

/** What is not as the last run left it. */
export interface PlatformDrift {
  /** The run that everything is compared with; undefined when nothing was ever applied. */
  readonly since: Run | undefined;
  readonly objects: readonly ObjectDrift[];
}

export interface DriftSources {
  readonly kube: Kube;
  readonly helm: () => Promise<Helm>;
  readonly signal: AbortSignal;
}

/** Compares the live objects with what the last run that came to its end wanted. */
export async function readDrift({ kube, helm, signal }: DriftSources): Promise<PlatformDrift> {
  const since = (await listRuns(kube, { signal })).find(({ outcome }) => outcome === 'done');
  const snapshot = since && (await readSnapshot(kube, since.number, { signal }));
  if (!snapshot) return { since: undefined, objects: [] };
  const inventory = await readInventory(kube, { signal });
  // What waits until nobody is using it was wanted, and not applied yet.
  const isApplied = (ref: ObjectRef) => inventoried(inventory, ref)?.applied !== undefined;
  const found = await Promise.all(
    snapshot.wanted.map(async ({ resource }): Promise<ObjectDrift[]> => {
      if (resource.driver === 'manifest') {
        return isApplied(refOf(resource.object)) ? objectDrift(resource.object, { kube, helm, signal }) : [];
      }
      if (resource.driver !== 'release') return [];
      const state = await releaseState(await helm(), resource, { signal });
      if (state) return releaseDrift(state, state.live).map(masked);
      const { name, namespace } = resource;
      return [{ object: { apiVersion: 'helm.sh/v1', kind: 'Release', name, namespace }, fields: [] }];
    }),
  );
  return { since, objects: found.flat() };
}

async function objectDrift(applied: KubeObject, { kube, signal }: DriftSources): Promise<ObjectDrift[]> {
  const object = refOf(applied);
  const live = await getObject(kube, object, { signal });
  if (!live) return [{ object, fields: [] }];
  const fields = driftOf(applied, live, { managers: [MANAGER] });
  return fields.length === 0 ? [] : [masked({ object, fields })];
}

function masked({ object, fields }: ObjectDrift): ObjectDrift {
  if (object.kind !== 'Secret') return { object, fields };
  const hide = ({ live, ...field }: Drift): Drift => ({
    ...field,
    wanted: '(secret)',
    ...(live === undefined ? {} : { live: '(secret)' }),
  });
  return { object, fields: fields.map(hide) };
}
