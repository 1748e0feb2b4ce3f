import { type ObjectRef, refOf } from '../../kube/index.ts';
import type { PlatformConfig } from '../../config/index.ts';
import type { Component, Review, ReviewContext } from '../component.ts';
import { idOf, observe, subjectOf } from '../drivers/by-kind.ts';
import type { DriverContext } from '../drivers/driver.ts';
import type { Inventory } from '../store/inventory.ts';
import { planDigest } from './digest.ts';
import { inDependencyOrder } from './order.ts';
import type { Intent, Plan, PlannedAction, PlanOptions } from './plan.ts';
import { pruneActions } from './prune.ts';
import type { WantedResource } from './wanted.ts';
import { generalWarnings } from './warnings.ts';

/** What a plan is made for. */
export interface PlanRequest {
  readonly config: PlatformConfig;
  readonly intent: Exclude<Intent, 'destroy'>;
  readonly options: PlanOptions;
  readonly components: readonly Component[];
  readonly wanted: readonly WantedResource[];
  /** What people have to know of this cluster, a sentence each. */
  readonly notes: readonly string[];
}

/** Compares all that is wanted with the cluster, and what is there with what is wanted. Sends nothing that persists. */
export async function makePlan(request: PlanRequest, context: DriverContext): Promise<Plan> {
  const { config, intent, options, components, wanted, notes } = request;
  const observed = await Promise.all(wanted.map((item) => plannedAction(item, context)));
  const stays = options.kernelspecsOnly ? onlyKernelspecs(observed) : observed;
  const prune = options.kernelspecsOnly ? { actions: [], kept: [] } : await pruneActions(wanted, context);
  const all = [...stays, ...prune.actions];
  const { kube, signal } = context;
  const reviews = await reviewed(all, { components, config, endKernels: options.endKernels ?? false, kube, signal });
  const held = new Map(reviews.flatMap((review) => [...review.held]));
  const actions = all.map((action) => holdBack(action, held.get(action.id)));
  const warnings = [...generalWarnings(actions, prune.kept), ...reviews.flatMap((review) => review.warnings), ...notes];
  const plan = { platform: config.metadata.name, intent, options, actions };
  return { ...plan, warnings, digest: planDigest(plan) };
}

/** Compares one resource with the cluster. */
async function plannedAction({ component, resource }: WantedResource, context: DriverContext): Promise<PlannedAction> {
  const { seen } = await observe(resource, context);
  const { verb, changes, reason, conflicts } = seen;
  return {
    id: idOf(resource),
    component,
    driver: resource.driver,
    verb,
    subject: subjectOf(resource),
    changes,
    ...(reason === undefined ? {} : { reason }),
    ...(conflicts === undefined || conflicts.length === 0 ? {} : { conflicts }),
    state: context.fingerprint(seen.state),
  };
}

/** Publishes the files anew, whether or not they changed, and leaves everything else for a deploy. */
function onlyKernelspecs(actions: readonly PlannedAction[]): PlannedAction[] {
  return actions
    .filter(({ driver }) => driver === 'files')
    .map((action) => (action.verb === 'noop' ? { ...action, verb: 'update' } : action));
}

interface ReviewOptions extends ReviewContext {
  readonly components: readonly Component[];
}

function reviewed(actions: readonly PlannedAction[], options: ReviewOptions): Promise<Review[]> {
  const { components, ...context } = options;
  return Promise.all(
    inDependencyOrder(components).flatMap((component) => {
      const own = actions.filter((action) => action.component === component.id && action.verb !== 'noop');
      return own.length === 0 || !component.review ? [] : [component.review(own, context)];
    }),
  );
}

function holdBack(action: PlannedAction, reason: string | undefined): PlannedAction {
  return reason === undefined ? action : { ...action, verb: 'held', reason };
}

/** The objects a plan has to look at: what is wanted, where anything was ever applied. */
export function objectsOf(wanted: readonly WantedResource[], inventory: Inventory | undefined): ObjectRef[] {
  if (!inventory) return [];
  return wanted.flatMap(({ resource }) => (resource.driver === 'manifest' ? [refOf(resource.object)] : []));
}
