import {
  applyObject,
  appliedFields,
  type FieldConflict,
  KubeError,
  type KubeObject,
  refOf,
  withoutKubectlFields,
} from '../../kube/index.ts';
import { MANAGER } from '../../resources/index.ts';
import { objectChanges, unmaskedChanges } from '../plan/field-changes.ts';
import type { ManifestResource } from '../resource.ts';
import { inventoried } from '../store/inventory.ts';
import type { DriverContext, Observation } from './driver.ts';
import { isRefusedAsSuch, wayOut } from './refused-change.ts';

/** What an object looked like when it was compared, so that it is changed only as it was seen. */
export interface ObservedObject extends Observation {
  readonly live?: KubeObject;
  /** Whether fields of others are taken over. */
  readonly force?: boolean;
}

/**
 * Kinds that hold no data and run nothing of people's: what cannot be changed in them is made anew. A Deployment's pods
 * end by it, which the component's review weighs.
 */
const REPLACEABLE: readonly string[] = ['RoleBinding', 'ClusterRoleBinding', 'Deployment', 'StorageClass'];

/** What the API server says of a field that stays as it was made; the last is of a rollout that others chose. */
const FIXED = /immutable|cannot change roleRef|updates to \S+ are forbidden|may not be specified when strategy/;

/** Compares a live object with what is wanted of it, by what the API server says a dry run would change. */
export async function compareObject(
  resource: ManifestResource,
  live: KubeObject,
  context: DriverContext,
): Promise<ObservedObject> {
  try {
    return await dryRun(resource, live, { ...context, force: false });
  } catch (error) {
    if (!(error instanceof KubeError) || !isRefusedAsSuch(error)) throw error;
    if (error.conflicts.length === 0) return refused(resource, live, error);
    return await compareForced(resource, live, { ...context, conflicts: error.conflicts });
  }
}

/** Others hold fields that the platform wants otherwise: shows what taking them over would change. */
async function compareForced(
  resource: ManifestResource,
  live: KubeObject,
  context: DriverContext & { readonly conflicts: readonly FieldConflict[] },
): Promise<ObservedObject> {
  const { conflicts } = context;
  const seen = await dryRun(resource, live, { ...context, force: true }).catch((error: unknown) => {
    if (!(error instanceof KubeError) || !isRefusedAsSuch(error)) throw error;
    return refused(resource, live, error);
  });
  if (seen.verb === 'blocked') return { ...seen, conflicts };
  if (context.takeOver || isAdopted(live, context)) {
    return { ...seen, verb: seen.verb === 'noop' ? 'update' : seen.verb, conflicts, force: true };
  }
  const held = conflicts.map(({ manager, field }) => `${field} (held by ${manager})`).join(', ');
  const reason = `${held}; set it as the file says with the tool that holds it, or take it over with --take-over`;
  return { ...seen, verb: 'blocked', conflicts, reason };
}

/** @throws KubeError when the API server refuses, as it would the real apply. */
async function dryRun(
  resource: ManifestResource,
  live: KubeObject,
  context: DriverContext & { readonly force: boolean },
): Promise<ObservedObject> {
  const { object, superseded } = resource;
  const { kube, force, signal } = context;
  const applied = await applyObject(kube, object, { dryRun: true, force, signal });
  const ours = isOurs(live, context);
  const after = ours || superseded ? applied : withoutKubectlFields(applied, object);
  const changes = objectChanges(live, after);
  const state = [object, live.metadata.uid, unmaskedChanges(live, after)];
  return { verb: ours ? (changes.length === 0 ? 'noop' : 'update') : 'adopt', changes, live, state };
}

/** What cannot be changed in place is made anew where nothing is lost by that; otherwise a person has to see to it. */
function refused({ object }: ManifestResource, live: KubeObject, error: KubeError): ObservedObject {
  const { uid } = live.metadata;
  if (!REPLACEABLE.includes(object.kind) || error.status !== 422 || !FIXED.test(error.message)) {
    return { verb: 'blocked', changes: [], reason: wayOut(live, error), state: [object, uid, error.code] };
  }
  const reason = `it cannot be changed in place: ${error.message.split('\n')[0]}`;
  const changes = objectChanges(live, { ...live, ...object, metadata: { ...live.metadata, ...object.metadata } });
  return { verb: 'replace', changes, reason, live, state: [object, uid, 'replace'] };
}

/** Ours is what the platform has applied before and has on record; everything else is somebody's until it is adopted. */
function isOurs(live: KubeObject, { inventory }: DriverContext): boolean {
  return inventoried(inventory, refOf(live)) !== undefined && appliedFields(live.metadata, MANAGER) !== undefined;
}

/** Never applied, and agreed to: an adopt has left it until nobody is using it. */
function isAdopted(live: KubeObject, { inventory }: DriverContext): boolean {
  const known = inventoried(inventory, refOf(live));
  return known?.agreed === true && known.applied === undefined;
}
