import { NaasError } from '../../errors.ts';
import {
  applyObject,
  appliedFields,
  deleteObject,
  type FieldConflict,
  getObject,
  KubeError,
  type KubeObject,
  nameOf,
  refOf,
  takeKubectlFields,
  waitForObject,
  withoutKubectlFields,
} from '../../kube/index.ts';
import { MANAGER } from '../../resources/index.ts';
import { objectChanges, unmaskedChanges } from '../plan/field-changes.ts';
import { digest } from '../plan/fingerprint.ts';
import type { FieldChange, Verb } from '../plan/plan.ts';
import type { ManifestResource } from '../resource.ts';
import { type Applied, inventoried, type InventoryObject } from '../store/inventory.ts';
import { afterWebhooks } from './after-webhooks.ts';
import type { ApplyContext, DriverContext, Observation, ResourceDriver } from './driver.ts';
import { isRefusedAsSuch, wayOut } from './refused-change.ts';

/** What an object looked like when it was compared, so that it is changed only as it was seen. */
interface ObservedObject extends Observation {
  readonly live?: KubeObject;
  /** Whether fields of others are taken over. */
  readonly force?: boolean;
}

/** Objects by server-side apply; the difference is what the API server itself says a dry run would change. */
export const manifestDriver: ResourceDriver<ManifestResource, ObservedObject> = {
  async observe(resource, context) {
    const { object } = resource;
    const known = inventoried(context.inventory, refOf(object));
    if (known && isUntouched(object, known, context)) {
      return { verb: 'noop', changes: [], state: [object, known.applied?.uid, []] };
    }
    const live = await findLive(object, context);
    if (!live) return { verb: 'create', changes: [], state: [object, null] };
    if (live.metadata.deletionTimestamp !== undefined) {
      return { verb: 'create', changes: [], reason: ENDING, state: [object, live.metadata.uid, ENDING] };
    }
    return compare(resource, live, context);
  },

  async apply(resource, seen, context) {
    const { object } = resource;
    await waitOutDeletion(object, context);
    if (seen.verb === 'replace' && seen.live) await removeForReplacement(seen.live, context);
    const { kube, signal, waiting } = context;
    // Only the version that was compared is changed.
    const live = seen.verb === 'replace' ? undefined : await takenOver(resource, seen, context);
    const { resourceVersion } = live?.metadata ?? {};
    const metadata = { ...object.metadata, ...(resourceVersion === undefined ? {} : { resourceVersion }) };
    const applied = await afterWebhooks(
      () => applyObject(kube, { ...object, metadata }, { force: seen.force ?? false, signal }),
      { waiting, signal },
    );
    context.noteApplied(appliedAs(object, applied));
  },
};

const ENDING = 'the one that is there is being deleted';

/** A namespace or a gateway that stops its kernels takes this long at most, unless something holds it. */
const ENDED_MS = 120_000;

/**
 * Kinds that hold no data and run nothing of people's: what cannot be changed in them is made anew. A Deployment's pods
 * end by it, which the component's review weighs.
 */
const REPLACEABLE: readonly string[] = ['RoleBinding', 'ClusterRoleBinding', 'Deployment', 'StorageClass'];

/** An object as it was applied last and nobody has touched since: whoever changes a field of ours takes it from us. */
function isUntouched(object: KubeObject, { applied }: InventoryObject, { live }: DriverContext): boolean {
  const metadata = live.metadataOf(refOf(object));
  return (
    metadata !== undefined &&
    metadata.deletionTimestamp === undefined &&
    applied?.uid === metadata.uid &&
    applied?.wanted === digest(object) &&
    applied?.fields === digest(appliedFields(metadata, MANAGER))
  );
}

/** What is remembered of an object that was applied. */
export function appliedAs(object: KubeObject, { metadata }: KubeObject): Applied {
  return {
    uid: metadata.uid ?? '',
    wanted: digest(object),
    fields: digest(appliedFields(metadata, MANAGER)),
  };
}

async function findLive(object: KubeObject, { kube, signal }: DriverContext): Promise<KubeObject | undefined> {
  try {
    return await getObject(kube, refOf(object), { signal });
  } catch (error) {
    // A kind that comes with something that is not installed yet.
    if (NaasError.is(error) && error.code === 'KUBE_NOT_FOUND') return undefined;
    throw error;
  }
}

async function compare(resource: ManifestResource, live: KubeObject, context: DriverContext): Promise<ObservedObject> {
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

/**
 * What others applied with kubectl is the platform's from here on, so that what it does not want of it goes. Something
 * that is only to be removed later keeps all it has until then.
 */
async function takenOver(
  { superseded }: ManifestResource,
  { verb, live }: ObservedObject,
  { kube, signal }: ApplyContext,
): Promise<KubeObject | undefined> {
  if (verb !== 'adopt' || live === undefined || superseded) return live;
  return takeKubectlFields(kube, live, { manager: MANAGER, signal });
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

async function removeForReplacement(live: KubeObject, context: ApplyContext): Promise<void> {
  const { kube, signal } = context;
  const { uid } = live.metadata;
  await deleteObject(kube, refOf(live), { ...(uid === undefined ? {} : { uid }), propagation: 'Foreground', signal });
  await waitOutDeletion(live, context);
}

/** Waits until an object that is being deleted is gone: what is applied to it would go with it. */
async function waitOutDeletion(object: KubeObject, context: ApplyContext): Promise<void> {
  const { kube, signal, waiting } = context;
  const live = await findLive(object, context);
  if (live?.metadata.deletionTimestamp === undefined) return;
  await waitForObject(
    kube,
    refOf(object),
    (live) =>
      live?.metadata.deletionTimestamp === undefined
        ? { state: 'ready' }
        : { state: 'waiting', reason: `${nameOf(refOf(object))} is still ending` },
    { deadlineMs: ENDED_MS, onReason: waiting, signal },
  );
}

function firstLine(message: string): string {
  return message.split('\n')[0] ?? '';
}
