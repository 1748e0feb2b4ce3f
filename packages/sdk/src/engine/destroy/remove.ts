import { uninstallRelease } from '../../helm/index.ts';
import {
  deleteObject,
  getObject,
  type Kube,
  listObjects,
  nameOf,
  type ObjectRef,
  refOf,
  runPod,
  waitForObject,
} from '../../kube/index.ts';
import { NaasError } from '../../errors.ts';
import type { PlannedAction } from '../plan/plan.ts';
import { plainRef } from '../plain-ref.ts';
import type { InventoryKeeper } from '../store/keeper.ts';
import type { DestroyContext } from './plan-destroy.ts';

export interface RemovalContext extends Omit<DestroyContext, 'inventory'> {
  readonly keeper: InventoryKeeper;
  /** Whether what is kept may go. */
  readonly deleteData: boolean;
  /** Told why the step is not done yet. */
  readonly waiting: (reason: string) => void;
  /** Aborts only when a step must not even be finished: Helm would leave its release in the middle. */
  readonly untilDone: AbortSignal;
}

/** The gateway takes a minute at most to stop its kernels. */
const GONE_MS = 120_000;
const ERASED_MS = 600_000;

/**
 * Removes what an action names and waits until it is gone; what is gone already is no fault. A plan is believed only as
 * far as the inventory and the components bear it out: one from elsewhere cannot delete what the platform did not make.
 */
export async function remove(action: PlannedAction, context: RemovalContext): Promise<void> {
  switch (action.subject.kind) {
    case 'Release':
      return removeRelease(action, context);
    case 'Pods':
      return removePods(action, context);
    case 'Files':
      return eraseFiles(action, context);
    default:
      return removeObject(action, context);
  }
}

async function removeRelease({ subject }: PlannedAction, context: RemovalContext): Promise<void> {
  const { name, namespace = '' } = subject;
  const { keeper } = context;
  if (!keeper.inventory.releases.some((each) => each.name === name && each.namespace === namespace)) return;
  await uninstallRelease(await context.helm(), { name, namespace }, { signal: context.untilDone });
  keeper.forgetRelease({ name, namespace });
}

async function removePods({ subject }: PlannedAction, context: RemovalContext): Promise<void> {
  const { kube, signal } = context;
  const place = context.leftBehind.find(
    ({ namespace, labelSelector }) => namespace === subject.namespace && labelSelector === subject.name,
  );
  if (!place) return;
  const { namespace, labelSelector } = place;
  const pods = await listObjects(kube, { apiVersion: 'v1', kind: 'Pod' }, { namespace, labelSelector, signal });
  await Promise.all(pods.map((pod) => deleteAndWait(refOf(pod), pod.metadata.uid, context)));
}

async function eraseFiles({ subject, id }: PlannedAction, context: RemovalContext): Promise<void> {
  const { kube, data, deleteData, signal, waiting } = context;
  const erase = data.find((each) => each.erase?.name === subject.name)?.erase;
  if (!erase || !deleteData) return;
  const run = await runPod(kube, erase.pod, { deadlineMs: ERASED_MS, signal, onReason: waiting });
  if (run.succeeded) return;
  throw new NaasError('STORAGE_NOT_WRITABLE', `${id} could not be erased: ${run.output.trim() || run.reason}`, {
    hint: 'Claims and volumes are still there. Mend the cause, or erase the directories on the NFS server, then destroy again.',
    cause: erase.explain({ reason: run.reason, output: run.output }),
  });
}

async function removeObject(action: PlannedAction, context: RemovalContext): Promise<void> {
  const ref = removableRef(action, context);
  if (!ref) return;
  await deleteAndWait(ref, action.state, context);
  context.keeper.forgetObject(ref);
}

/** Only what the inventory lets go, and data only when a person said so. */
function removableRef({ id }: PlannedAction, context: RemovalContext): ObjectRef | undefined {
  const { keeper, data, deleteData } = context;
  const applied = keeper.inventory.objects.find((object) => nameOf(object) === id);
  if (applied) return !applied.keep || deleteData ? plainRef(applied) : undefined;
  return deleteData ? data.flatMap(({ claims }) => claims).find((claim) => nameOf(claim) === id) : undefined;
}

interface Waiting {
  readonly kube: Kube;
  readonly signal: AbortSignal;
  /** Told why it is not done yet. */
  readonly waiting: (reason: string) => void;
}

/** Deletes an object, only the one of that uid, and waits until it is gone. */
export async function deleteAndWait(ref: ObjectRef, uid: string | undefined, context: Waiting): Promise<void> {
  const { kube, signal } = context;
  const only = uid === undefined ? {} : { uid };
  if (await deleteObject(kube, ref, { ...only, propagation: 'Foreground', signal })) await untilGone(ref, context);
}

/** Tells whether an object is there to stay; one that is being deleted is waited out. */
export async function stillThere(ref: ObjectRef, context: Waiting): Promise<boolean> {
  const live = await getObject(context.kube, ref, { signal: context.signal });
  if (live?.metadata.deletionTimestamp === undefined) return live !== undefined;
  await untilGone(ref, context);
  return false;
}

async function untilGone(ref: ObjectRef, { kube, signal, waiting }: Waiting): Promise<void> {
  await waitForObject(
    kube,
    ref,
    (object) => (object ? { state: 'waiting', reason: `${nameOf(ref)} is still ending` } : { state: 'ready' }),
    { deadlineMs: GONE_MS, onReason: waiting, signal },
  );
}
