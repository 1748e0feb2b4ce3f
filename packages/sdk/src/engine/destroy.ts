import { type Helm, releaseStatus, uninstallRelease } from '../helm/index.ts';
import {
  type Clock,
  deleteObject,
  getObject,
  type Kube,
  listObjects,
  type ObjectRef,
  realClock,
  refOf,
  waitForObject,
} from '../kube/index.ts';
import type { PodsLeftBehind } from './component.ts';
import type { ApplyEvent } from './events.ts';
import { type Inventory, readInventory, writeInventory } from './inventory.ts';
import { changesOf, type Plan, type PlannedAction } from './plan/plan.ts';
import { waitingEvents } from './apply/waiting-events.ts';

export interface DestroyContext {
  readonly kube: Kube;
  readonly helm: () => Promise<Helm>;
  /** Pods of people, by the component they belong to. */
  readonly leftBehind: readonly (PodsLeftBehind & { readonly component: string })[];
  readonly signal: AbortSignal;
  /** @default the machine's own */
  readonly clock?: Clock;
}

/** The gateway takes a minute at most to stop its kernels. */
const GONE_MS = 120_000;

/** Plans to remove what was applied, in reverse, except what is kept: namespaces, claims, volumes, credentials. */
export async function planDestroy(platform: string, context: DestroyContext): Promise<Plan> {
  const inventory = await readInventory(context.kube, context);
  const actions = inventory ? await removals(inventory, context) : [];
  const kept = (inventory?.objects ?? []).filter(({ keep }) => keep).map(({ kind, name }) => `${kind} ${name}`);
  const warnings = kept.length === 0 ? [] : [`Kept, with all data: ${kept.join(', ')}, and the hub's database.`];
  return { platform, intent: 'destroy', actions, warnings };
}

/**
 * Removes what the plan names, one after the other and each until it is gone; what is gone already is no fault. What is
 * kept stays in the inventory, and nothing else.
 */
export async function* applyDestroy(plan: Plan, context: DestroyContext): AsyncGenerator<ApplyEvent, void> {
  const { kube, signal, clock = realClock } = context;
  const steps = changesOf(plan);
  const inventory = await readInventory(kube, context);
  const start = clock.now();
  yield { type: 'started', steps: steps.length };
  for (const [index, step] of steps.entries()) {
    signal.throwIfAborted();
    const begun = clock.now();
    yield { type: 'step-started', step, index, steps: steps.length };
    yield* removal(step, { ...context, clock, inventory });
    yield { type: 'step-finished', step, elapsedMs: clock.now() - begun };
  }
  if (inventory) {
    // Servers and kernels that were started since the plan was made.
    for (const step of await podActions(context)) yield* removal(step, { ...context, clock, inventory });
    await writeInventory(kube, keptOf(inventory), context);
  }
  yield { type: 'finished', changed: steps.length, elapsedMs: clock.now() - start };
}

/**
 * Component by component, those that need others first; of each its release, its objects, then the pods it started. So
 * nothing new starts while people's servers end, and the gateway is still there for them to stop their kernels.
 */
async function removals(inventory: Inventory, context: DestroyContext): Promise<PlannedAction[]> {
  const found = await Promise.all([
    releaseActions(inventory, context),
    objectActions(inventory, context),
    podActions(context),
  ]);
  const actions = found.flat();
  const components = [...inventory.releases.toReversed(), ...inventory.objects.toReversed(), ...context.leftBehind];
  const order = new Set(components.map(({ component }) => component));
  return [...order].flatMap((id) => actions.filter(({ component }) => component === id));
}

async function releaseActions(inventory: Inventory, context: DestroyContext): Promise<PlannedAction[]> {
  const actions: PlannedAction[] = [];
  for (const { component, ...release } of inventory.releases.toReversed()) {
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

async function podActions({ kube, leftBehind, signal }: DestroyContext): Promise<PlannedAction[]> {
  const actions = leftBehind.map(async ({ component, namespace, labelSelector }) => {
    const pods = await listObjects(kube, { apiVersion: 'v1', kind: 'Pod' }, { namespace, labelSelector, signal });
    return pods.map((pod) => deletion(refOf(pod), { component, driver: 'manifest' }));
  });
  return (await Promise.all(actions)).flat();
}

interface RemovalContext extends Required<DestroyContext> {
  readonly inventory: Inventory | undefined;
}

function removal(step: PlannedAction, context: RemovalContext): AsyncGenerator<ApplyEvent, void> {
  const { clock, signal } = context;
  return waitingEvents((waiting, signal) => remove(step, { ...context, signal, waiting }), {
    component: step.component,
    clock,
    signal,
  });
}

async function remove(
  step: PlannedAction,
  context: RemovalContext & { readonly waiting: (reason: string) => void },
): Promise<void> {
  const { kube, signal, waiting } = context;
  const { kind, name, namespace = '' } = step.subject;
  if (kind === 'Release') {
    if (!context.inventory?.releases.some((each) => each.name === name && each.namespace === namespace)) return;
    await uninstallRelease(await context.helm(), { name, namespace }, { signal });
    return;
  }
  const ref = kind === 'Pod' ? podRef(step, context) : removableRef(step, context.inventory);
  if (!ref || !(await deleteObject(kube, ref, { propagation: 'Foreground', signal }))) return;
  await waitForObject(
    kube,
    ref,
    (object) => (object ? { state: 'waiting', reason: `${step.id} is still ending` } : { state: 'ready' }),
    { deadlineMs: GONE_MS, onReason: waiting, signal },
  );
}

/** Only where people's pods are. */
function podRef({ subject }: PlannedAction, { leftBehind }: RemovalContext): ObjectRef | undefined {
  const { kind, name, namespace } = subject;
  const isPlace = namespace !== undefined && leftBehind.some((pods) => pods.namespace === namespace);
  return isPlace ? { apiVersion: 'v1', kind, name, namespace } : undefined;
}

/** Only what the inventory lets go: a plan from elsewhere cannot delete data. */
function removableRef(step: PlannedAction, inventory: Inventory | undefined): ObjectRef | undefined {
  const applied = inventory?.objects.find((object) => !object.keep && actionId(object) === step.id);
  return applied && plainRef(applied);
}

function keptOf({ objects }: Inventory): Inventory {
  return { objects: objects.filter(({ keep }) => keep), releases: [] };
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
