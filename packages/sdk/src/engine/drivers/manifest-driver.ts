import { applyObject, getObject, KubeError, refOf, type KubeObject, waitForObject } from '../../kube/index.ts';
import { type ApplyContext, type DriverContext, type Observation, type ResourceDriver, unchanged } from './driver.ts';
import { objectChanges } from '../plan/field-changes.ts';
import type { ManifestResource } from '../resource.ts';

/** Objects by server-side apply; the difference is what the API server itself says a dry run would change. */
export const manifestDriver: ResourceDriver<ManifestResource> = {
  async observe({ object }, context) {
    const live = await getObject(context.kube, refOf(object), { signal: context.signal });
    if (!live) return { verb: 'create', changes: [] };
    if (live.metadata.deletionTimestamp !== undefined) return { verb: 'create', changes: [], reason: ENDING };
    return compare(live, object, context);
  },

  async apply({ object }, context) {
    await waitOutDeletion(object, context);
    await applyObject(context.kube, object, { signal: context.signal });
  },
};

const ENDING = 'the one that is there is being deleted';

/** A namespace or a gateway that stops its kernels takes this long at most, unless something holds it. */
const ENDED_MS = 120_000;

/** Waits until an object that is being deleted is gone: what is applied to it would go with it. */
async function waitOutDeletion(object: KubeObject, { kube, signal, waiting }: ApplyContext): Promise<void> {
  const live = await getObject(kube, refOf(object), { signal });
  if (live?.metadata.deletionTimestamp === undefined) return;
  await waitForObject(
    kube,
    refOf(object),
    (live) =>
      live?.metadata.deletionTimestamp === undefined ? { state: 'ready' } : { state: 'waiting', reason: ENDING },
    { deadlineMs: ENDED_MS, onReason: waiting, signal },
  );
}

async function compare(live: KubeObject, object: KubeObject, context: DriverContext): Promise<Observation> {
  try {
    const applied = await applyObject(context.kube, object, { dryRun: true, signal: context.signal });
    const changes = objectChanges(live, applied);
    return changes.length === 0 ? unchanged : { verb: 'update', changes };
  } catch (error) {
    if (!(error instanceof KubeError) || !isRefusedAsSuch(error)) throw error;
    return { verb: 'blocked', changes: [], reason: wayOut(live, error) };
  }
}

const NO_RESIZE = /can be resized/;

/** A field that cannot be changed or that another manager holds; a claim's size is "forbidden", as a right would be. */
function isRefusedAsSuch({ code, message }: KubeError): boolean {
  return code === 'KUBE_INVALID' || code === 'KUBE_CONFLICT' || (code === 'KUBE_FORBIDDEN' && NO_RESIZE.test(message));
}

function wayOut(live: KubeObject, error: KubeError): string {
  const { kind } = live;
  // The server adds a diff of the whole object: the first line says it.
  const refusal = error.message.split('\n')[0] ?? '';
  if (error.code === 'KUBE_CONFLICT') {
    const held = error.conflicts.map(({ manager, field }) => `${field} (held by ${manager})`).join(', ');
    return `${held || refusal}; set it as the file says with the tool that holds it, then deploy again`;
  }
  if (NO_RESIZE.test(refusal)) return `${refusal}. Set its size in the file back to what it was`;
  if (kind !== 'PersistentVolume' && kind !== 'PersistentVolumeClaim') return refusal;
  return `${refusal}. Where a volume is cannot be changed in place: stop who uses it, then ${deletion(live)} (the files stay on the share) and deploy again`;
}

/** A volume is held by its claim, so the claim goes first. */
function deletion({ kind, metadata, ...object }: KubeObject): string {
  const claimRef = (object['spec'] as { claimRef?: { namespace: string; name: string } } | undefined)?.claimRef;
  const claim = kind === 'PersistentVolume' ? claimRef : { namespace: metadata.namespace ?? '', name: metadata.name };
  const volume = kind === 'PersistentVolume' ? ` && kubectl delete persistentvolume ${metadata.name}` : '';
  return `\`kubectl delete persistentvolumeclaim -n ${claim?.namespace} ${claim?.name}${volume}\``;
}
