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
import type { FieldChange, Verb } from '../plan/plan.ts';
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

/** Compares a live object with what is wanted of it, by what the API server says a dry run would change. */
export async function compareObject(
  resource: ManifestResource,
  live: KubeObject,
  context: DriverContext,
): Promise<ObservedObject> {
  const { object } = resource;
  const dryRun = (force: boolean) => applyObject(context.kube, object, { dryRun: true, force, signal: context.signal });
  const { uid } = live.metadata;
  try {
    return observed(resource, live, { applied: await dryRun(false), ours: isOurs(live, context) });
  } catch (error) {
    if (!(error instanceof KubeError) || !isRefusedAsSuch(error)) throw error;
    if (error.conflicts.length > 0)
      return await compareForced(resource, live, { ...context, conflicts: error.conflicts });
    if (REPLACEABLE.includes(object.kind) && error.code === 'KUBE_INVALID') {
      const changes = objectChanges(live, { ...live, ...object });
      const reason = `it cannot be changed in place: ${firstLine(error.message)}`;
      return { verb: 'replace', changes, reason, live, state: [object, uid, 'replace'] };
    }
    return { verb: 'blocked', changes: [], reason: wayOut(live, error), state: [object, uid, error.code] };
  }
}

/** Others hold fields that the platform wants otherwise: shows what taking them over would change. */
async function compareForced(
  resource: ManifestResource,
  live: KubeObject,
  context: DriverContext & { readonly conflicts: readonly FieldConflict[] },
): Promise<ObservedObject> {
  const { kube, signal, conflicts, takeOver } = context;
  const { object } = resource;
  try {
    const applied = await applyObject(kube, object, { dryRun: true, force: true, signal });
    const seen = observed(resource, live, { applied, ours: isOurs(live, context) });
    if (takeOver) return { ...seen, verb: changing(seen.verb), conflicts, force: true };
    const held = conflicts.map(({ manager, field }) => `${field} (held by ${manager})`).join(', ');
    const reason = `${held}; set it as the file says with the tool that holds it, or take it over with --take-over`;
    return { ...seen, verb: 'blocked', conflicts, reason };
  } catch (error) {
    if (!(error instanceof KubeError) || !isRefusedAsSuch(error)) throw error;
    return {
      verb: 'blocked',
      changes: [],
      reason: wayOut(live, error),
      state: [object, live.metadata.uid, error.code],
    };
  }
}

function changing(verb: Verb): Verb {
  return verb === 'noop' ? 'update' : verb;
}

function observed(
  resource: ManifestResource,
  live: KubeObject,
  { applied, ours }: { readonly applied: KubeObject; readonly ours: boolean },
): ObservedObject {
  const { object } = resource;
  const after = ours || resource.superseded ? applied : withoutKubectlFields(applied, object);
  const changes: readonly FieldChange[] = objectChanges(live, after);
  const state = [object, live.metadata.uid, unmaskedChanges(live, after)];
  const verb = ours ? (changes.length === 0 ? 'noop' : 'update') : 'adopt';
  return { verb, changes, live, state };
}

/** Ours is what the platform has applied before and has on record; everything else is somebody's until it is adopted. */
function isOurs(live: KubeObject, { inventory }: DriverContext): boolean {
  return inventoried(inventory, refOf(live)) !== undefined && appliedFields(live.metadata, MANAGER) !== undefined;
}

function firstLine(message: string): string {
  return message.split('\n')[0] ?? '';
}
