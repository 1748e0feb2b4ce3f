import { type Helm, releaseStatus, uninstallRelease } from '../helm/index.ts';
import {
  deleteObject,
  getObject,
  type Kube,
  type KubeObject,
  listObjects,
  type ObjectRef,
  refOf,
} from '../kube/index.ts';
import type { PodsLeftBehind } from './component.ts';
import type { ApplyEvent } from './events.ts';
import { type Inventory, readInventory } from './inventory.ts';
import { changesOf, type Plan, type PlannedAction } from './plan.ts';

export interface DestroyContext {
  readonly kube: Kube;
  readonly helm: () => Promise<Helm>;
  /** Pods of people, by the component they belong to. */
  readonly leftBehind: readonly (PodsLeftBehind & { readonly component: string })[];
  readonly signal: AbortSignal;
}

/** Plans to remove what was applied, in reverse, except what is kept: namespaces, claims, volumes, credentials. */
export async function planDestroy(platform: string, context: DestroyContext): Promise<Plan> {
  const inventory = await readInventory(context.kube, context);
  const actions = inventory
    ? [
        ...(await releaseActions(inventory, context)),
        ...(await objectActions(inventory, context)),
        ...(await podActions(context)),
      ]
    : [];
  const kept = (inventory?.objects ?? []).filter(({ keep }) => keep).map(({ kind, name }) => `${kind} ${name}`);
  const warnings = kept.length === 0 ? [] : [`Kept, with all data: ${kept.join(', ')}, and the hub's database.`];
  return { platform, intent: 'destroy', actions, warnings };
}

/** Removes what the plan names, one after the other; what is gone already is no fault. */
export async function* applyDestroy(plan: Plan, context: DestroyContext): AsyncGenerator<ApplyEvent, void> {
  const steps = changesOf(plan);
  const inventory = await readInventory(context.kube, context);
  const refs = new Map((inventory?.objects ?? []).map((object) => [actionId(object), object]));
  const start = performance.now();
  yield { type: 'started', steps: steps.length };
  for (const [index, step] of steps.entries()) {
    context.signal.throwIfAborted();
    const begun = performance.now();
    yield { type: 'step-started', step, index, steps: steps.length };
    await remove(step, refs.get(step.id), context);
    yield { type: 'step-finished', step, elapsedMs: performance.now() - begun };
  }
  yield { type: 'finished', changed: steps.length, elapsedMs: performance.now() - start };
}

async function releaseActions(inventory: Inventory, context: DestroyContext): Promise<PlannedAction[]> {
  const actions: PlannedAction[] = [];
  for (const { component, ...release } of inventory.releases) {
    if (!(await releaseStatus(await context.helm(), release, context))) continue;
    actions.push(deletion({ kind: 'Release', ...release }, { component, driver: 'release' }));
  }
  return actions;
}

async function objectActions(inventory: Inventory, context: DestroyContext): Promise<PlannedAction[]> {
  const removable = inventory.objects.filter(({ keep }) => !keep).reverse();
  const live = await Promise.all(removable.map((object) => getObject(context.kube, plainRef(object), context)));
  return removable
    .filter((_object, index) => live[index])
    .map((object) => deletion(plainRef(object), { component: object.component, driver: 'manifest' }));
}

async function podActions(context: DestroyContext): Promise<PlannedAction[]> {
  const actions: PlannedAction[] = [];
  for (const { component, ...pods } of context.leftBehind) {
    for (const pod of await podsOf(pods, context)) {
      actions.push(deletion(refOf(pod), { component, driver: 'manifest' }));
    }
  }
  return actions;
}

function podsOf({ namespace, labelSelector }: PodsLeftBehind, context: DestroyContext): Promise<KubeObject[]> {
  return listObjects(
    context.kube,
    { apiVersion: 'v1', kind: 'Pod' },
    { namespace, labelSelector, signal: context.signal },
  );
}

async function remove(step: PlannedAction, ref: ObjectRef | undefined, context: DestroyContext): Promise<void> {
  const { kind, name, namespace = '' } = step.subject;
  if (kind === 'Release') {
    await uninstallRelease(await context.helm(), { name, namespace }, context);
  } else {
    const target = ref ? plainRef(ref) : { apiVersion: 'v1', kind, namespace, name };
    await deleteObject(context.kube, target, { propagation: 'Foreground', signal: context.signal });
  }
}

function deletion(
  subject: { kind: string; name: string; namespace?: string },
  by: Pick<PlannedAction, 'component' | 'driver'>,
): PlannedAction {
  const { kind, name, namespace } = subject;
  const named = { kind, name, ...(namespace === undefined ? {} : { namespace }) };
  return { id: actionId(subject), ...by, verb: 'delete', subject: named, changes: [] };
}

function actionId({ kind, name, namespace }: { kind: string; name: string; namespace?: string }): string {
  return `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}

function plainRef({ apiVersion, kind, name, namespace }: ObjectRef): ObjectRef {
  return { apiVersion, kind, name, ...(namespace === undefined ? {} : { namespace }) };
}
