import {
  type Drift,
  driftOf,
  inventoried,
  isSecretValue,
  listRuns,
  type ObjectDrift,
  readInventory,
  readSnapshot,
  releaseDrift,
  type Run,
} from '../engine/index.ts';
import { type Helm, releaseState } from '../helm/index.ts';
import { appliedFields, getObject, type Kube, type KubeObject, type ObjectRef, refOf } from '../kube/index.ts';
import { MANAGER } from '../resources/index.ts';

/** What is not as the last run left it. */
export interface PlatformDrift {
  /** The run that everything is compared with; undefined when none has come to its end. */
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
  // What waits until nobody is using it was wanted, and never applied.
  const waits = (live: KubeObject | undefined, ref: ObjectRef) =>
    (live === undefined || appliedFields(live.metadata, MANAGER) === undefined) &&
    inventoried(inventory, ref)?.applied === undefined;
  const found = await Promise.all(
    snapshot.wanted.map(async ({ resource }): Promise<ObjectDrift[]> => {
      if (resource.driver === 'manifest') {
        const ref = refOf(resource.object);
        const live = await getObject(kube, ref, { signal });
        return waits(live, ref) ? [] : objectDrift(resource.object, live);
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

function objectDrift(applied: KubeObject, live: KubeObject | undefined): ObjectDrift[] {
  const object = refOf(applied);
  if (!live) return [{ object, fields: [] }];
  const fields = driftOf(applied, live, { managers: [MANAGER] });
  return fields.length === 0 ? [] : [masked({ object, fields })];
}

function masked({ object, fields }: ObjectDrift): ObjectDrift {
  const isSecret = (path: string) => object.kind === 'Secret' || isSecretValue(path);
  const hide = ({ live, ...field }: Drift): Drift => ({
    ...field,
    wanted: '(secret)',
    ...(live === undefined ? {} : { live: '(secret)' }),
  });
  return { object, fields: fields.map((field) => (isSecret(field.path) ? hide(field) : field)) };
}
