import type { Helm } from '../../helm/index.ts';
import { isDeepStrictEqual } from 'node:util';
import {
  getObject,
  type Kube,
  type KubeObject,
  listObjects,
  type ObjectMeta,
  type ObjectRef,
  refOf,
} from '../../kube/index.ts';
import { PLATFORM_NAMESPACE } from '../../config/index.ts';
import type { ComponentData, PodsLeftBehind } from '../component.ts';
import { planDigest } from '../plan/digest.ts';
import { noneOfUnknownKind } from '../plan/live-objects.ts';
import type { Plan, PlannedAction, PlanOptions } from '../plan/plan.ts';
import { deletion, releaseDeletion } from '../plan/prune.ts';
import { plainRef } from '../plain-ref.ts';
import type { Inventory } from '../store/inventory.ts';

type OfComponent<T> = T & { readonly component: string };

/** What `destroy` has to know besides the inventory. */
export interface DestroyContext {
  readonly kube: Kube;
  readonly helm: () => Promise<Helm>;
  readonly inventory: Inventory | undefined;
  /** Pods of people, by the component they belong to. */
  readonly leftBehind: readonly OfComponent<PodsLeftBehind>[];
  /** People's data, by the component it belongs to. */
  readonly data: readonly OfComponent<ComponentData>[];
  readonly signal: AbortSignal;
}

/**
 * Plans to remove what was applied, those first that need others. Namespaces, claims, volumes and credentials stay, unless
 * the options say that data goes as well.
 */
export async function planDestroy(platform: string, options: PlanOptions, context: DestroyContext): Promise<Plan> {
  const { inventory } = context;
  const parts = inventory
    ? [await removals(inventory, context), options.deleteData ? await dataRemovals(inventory, context) : []]
    : [];
  const actions = parts.flat();
  const warnings = inventory ? warningsOf(inventory, options) : [];
  const plan = { platform, intent: 'destroy', options, actions } as const;
  return { ...plan, warnings, digest: planDigest(plan) };
}

function warningsOf(inventory: Inventory, { deleteData }: PlanOptions): string[] {
  if (deleteData) return ['Homes, users and every file of theirs go for good: nothing brings them back.'];
  const kept = inventory.objects.filter(({ keep }) => keep).map(({ kind, name }) => `${kind} ${name}`);
  return kept.length === 0 ? [] : [`Kept, with all data: ${kept.join(', ')}, and the hub's database.`];
}

/**
 * Component by component, those that need others first; of each its release, its objects, then the pods it started. So
 * nothing new starts while people's servers end, and the gateway is still there for them to stop their kernels.
 */
async function removals(inventory: Inventory, context: DestroyContext): Promise<PlannedAction[]> {
  const found = await Promise.all([
    releaseRemovals(inventory, context),
    objectRemovals(
      inventory.objects.filter(({ keep }) => !keep),
      context,
    ),
  ]);
  const applied = found.flat();
  const pods = await podRemovals(applied, context);
  const components = [...inventory.releases.toReversed(), ...inventory.objects.toReversed(), ...context.leftBehind];
  const order = new Set(components.map(({ component }) => component));
  return [...order].flatMap((id) => [...applied, ...pods].filter(({ component }) => component === id));
}

async function releaseRemovals(inventory: Inventory, context: DestroyContext): Promise<PlannedAction[]> {
  const actions: PlannedAction[] = [];
  for (const release of inventory.releases.toReversed()) {
    const removal = await releaseDeletion(release, context);
    if (removal) actions.push(removal);
  }
  return actions;
}

async function objectRemovals(
  objects: readonly OfComponent<ObjectRef>[],
  { kube, signal }: DestroyContext,
): Promise<PlannedAction[]> {
  const live = await Promise.all(
    objects.map((object) =>
      getObject(kube, plainRef(object), { signal }).then((found) => found?.metadata, noneOfUnknownKind),
    ),
  );
  return objects.flatMap((object, at) => removalOf(object, live[at] as ObjectMeta | undefined) ?? []).reverse();
}

function removalOf(object: OfComponent<ObjectRef>, live: ObjectMeta | undefined): PlannedAction | undefined {
  if (live?.uid === undefined) return undefined;
  return deletion(object, { component: object.component, driver: 'manifest', uid: live.uid });
}

/** One action for all pods of a kind: people start and stop theirs while the plan is read. */
async function podRemovals(applied: readonly PlannedAction[], context: DestroyContext): Promise<PlannedAction[]> {
  const { kube, leftBehind, signal } = context;
  const actions = leftBehind.map(async ({ component, namespace, labelSelector }): Promise<PlannedAction[]> => {
    const pods = await listObjects(kube, { apiVersion: 'v1', kind: 'Pod' }, { namespace, labelSelector, signal });
    if (pods.length === 0 && !applied.some((action) => action.component === component)) return [];
    const names = pods.map(({ metadata }) => metadata.name).join(', ');
    const reason = pods.length === 0 ? 'none runs now' : `${pods.length} now: ${names}`;
    const subject = { kind: 'Pods', name: labelSelector, namespace };
    return [{ ...deletion(subject, { component, driver: 'manifest', uid: labelSelector }), reason }];
  });
  return (await Promise.all(actions)).flat();
}

/** Files first, while their claim is there; then claims before volumes, and namespaces last, the platform's own at the end. */
async function dataRemovals(inventory: Inventory, context: DestroyContext): Promise<PlannedAction[]> {
  const erasing = await Promise.all(context.data.map((data) => erasure(data, context)));
  const claims = context.data.flatMap(({ component, claims }) => claims.map((claim) => ({ ...claim, component })));
  const kept = inventory.objects.filter(({ keep }) => keep);
  const order = (kinds: readonly string[]) => kept.filter(({ kind }) => kinds.includes(kind));
  const objects = await Promise.all(
    [
      [...claims, ...order(['PersistentVolumeClaim'])],
      order(['PersistentVolume']),
      kept.filter(({ kind }) => !['PersistentVolumeClaim', 'PersistentVolume', 'Namespace'].includes(kind)),
      order(['Namespace']).toSorted(
        (a, b) => Number(b.name === PLATFORM_NAMESPACE) - Number(a.name === PLATFORM_NAMESPACE),
      ),
    ].map((some) => objectRemovals(some, context)),
  );
  return [...erasing.flat(), ...objects.flat()];
}

/** What is erased is what the live volume is on: a file that says otherwise would erase what nobody was told of. */
async function erasure(
  { component, erase }: OfComponent<ComponentData>,
  { kube, signal }: DestroyContext,
): Promise<PlannedAction[]> {
  if (!erase) return [];
  const { name, purpose, volume } = erase;
  const action = deletion({ kind: 'Files', name }, { component, driver: 'probe', uid: name });
  const { claimRef } = (volume['spec'] ?? {}) as { claimRef?: ObjectRef };
  const [live, claim] = await Promise.all([
    getObject(kube, refOf(volume), { signal }),
    claimRef && getObject(kube, claimRef, { signal }),
  ]);
  // Without its claim no pod can mount it: an earlier run has erased what was there, or somebody has taken the claim.
  if (!live || (claimRef && !claim)) return [];
  const [there, said] = [sourceOf(live), sourceOf(volume)];
  if (isDeepStrictEqual(there, said)) return [{ ...action, reason: purpose }];
  const reason = `${volume.metadata.name} is on ${words(there)}, and the file says ${words(said)}: write into the file where the homes are`;
  return [{ ...action, verb: 'blocked', reason }];
}

interface NfsSource {
  readonly server?: string;
  readonly path?: string;
}

function sourceOf(volume: KubeObject): NfsSource {
  const { server, path } = (volume['spec'] as { nfs?: NfsSource } | undefined)?.nfs ?? {};
  return { ...(server === undefined ? {} : { server }), ...(path === undefined ? {} : { path }) };
}

function words({ server, path }: NfsSource): string {
  return server === undefined ? 'no NFS server' : `${server}:${path}`;
}
