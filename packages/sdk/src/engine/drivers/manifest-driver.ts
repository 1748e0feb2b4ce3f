import { NaasError } from '../../errors.ts';
import {
  applyObject,
  appliedFields,
  deleteObject,
  getObject,
  type KubeObject,
  nameOf,
  refOf,
  takeKubectlFields,
  waitForObject,
} from '../../kube/index.ts';
import { MANAGER } from '../../resources/index.ts';
import { digest } from '../plan/fingerprint.ts';
import type { ManifestResource } from '../resource.ts';
import { type Applied, inventoried, type InventoryObject } from '../store/inventory.ts';
import { afterWebhooks } from './after-webhooks.ts';
import { compareObject, type ObservedObject } from './compare-object.ts';
import type { ApplyContext, DriverContext, ResourceDriver } from './driver.ts';

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
    return compareObject(resource, live, context);
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
    const { madeWhen } = resource;
    if (madeWhen === undefined || seen.verb !== 'create') return;
    await waitForObject(kube, refOf(object), madeWhen, { deadlineMs: MADE_MS, onReason: waiting, signal });
  },
};

const MADE_MS = 60_000;

const ENDING = 'the one that is there is being deleted';

/** A namespace or a gateway that stops its kernels takes this long at most, unless something holds it. */
const ENDED_MS = 120_000;

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
