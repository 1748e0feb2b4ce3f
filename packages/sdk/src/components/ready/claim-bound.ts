import type { ReadyCheck, ReadyContext } from '../../engine/index.ts';
import { getObject, type KubeEvent, type KubeObject, listEvents, listObjects, type Verdict } from '../../kube/index.ts';

const BY_DEFAULT = 'storageclass.kubernetes.io/is-default-class';

/** A claim, and the key of the file that says its storage class. */
interface Named {
  readonly namespace: string;
  readonly name: string;
  readonly classKey: string;
}

/**
 * Holds when a claim is bound, or will be with the first pod that uses it. What the file says about its storage class it
 * says at `classKey`, where it says anything.
 */
export function claimBound(namespace: string, name: string, classKey = 'the storage class'): ReadyCheck {
  return {
    subject: { kind: 'PersistentVolumeClaim', namespace, name },
    judge: (context) => judgeClaim({ namespace, name, classKey }, context),
  };
}

async function judgeClaim(named: Named, context: ReadyContext): Promise<Verdict> {
  const { namespace, name } = named;
  const { kube, signal } = context;
  const claim = await getObject(kube, { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name }, { signal });
  const status = claim?.['status'] as { phase?: string } | undefined;
  if (!claim) return { state: 'waiting', reason: `the claim ${name} is not there yet` };
  if (status?.phase === 'Bound') return { state: 'ready' };
  if (status?.phase === 'Lost') {
    return { state: 'failed', reason: `the volume of the claim ${name} is gone` };
  }
  const { storageClassName } = claim['spec'] as { storageClassName?: string };
  if (storageClassName === undefined) return noDefaultClass(named, context);
  const events = await listEvents(kube, { namespace, name, kind: 'PersistentVolumeClaim', signal });
  if (events.at(-1)?.reason === 'WaitForFirstConsumer') return { state: 'ready' };
  return (
    (await noSuchClass(storageClassName, named, context)) ?? {
      state: 'waiting',
      reason: `the claim ${name} is Pending: ${whyPending(events)}`,
    }
  );
}

/** A provisioner that fails says so once; that one is waited for is said again and again. */
function whyPending(events: readonly KubeEvent[]): string {
  const event = events.findLast(({ type }) => type === 'Warning') ?? events.at(-1);
  return event?.message ?? 'no event says why';
}

async function noSuchClass(
  storageClass: string,
  { name, classKey }: Named,
  context: ReadyContext,
): Promise<Verdict | undefined> {
  if (storageClass === '') return undefined;
  const classes = await storageClasses(context);
  if (classes.some(({ metadata }) => metadata.name === storageClass)) return undefined;
  return {
    state: 'failed',
    reason: `the claim ${name} wants the storage class ${storageClass}, which is not there (${there(classes)})`,
    hint: `Set ${classKey} to one that is there, or install what provides ${storageClass}. Deploy again.`,
  };
}

async function noDefaultClass({ name, classKey }: Named, context: ReadyContext): Promise<Verdict> {
  const classes = await storageClasses(context);
  if (classes.some(({ metadata }) => metadata.annotations?.[BY_DEFAULT] === 'true')) {
    return { state: 'waiting', reason: `the claim ${name} is about to be given the default storage class` };
  }
  return {
    state: 'failed',
    reason: `the claim ${name} names no storage class and the cluster has no default one (${there(classes)})`,
    hint:
      `Set ${classKey}, or make a class the default: kubectl annotate storageclass CLASS ` +
      `${BY_DEFAULT}=true. Deploy again.`,
  };
}

function storageClasses({ kube, signal }: ReadyContext): Promise<KubeObject[]> {
  return listObjects(kube, { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass' }, { signal });
}

function there(classes: readonly KubeObject[]): string {
  return `classes there: ${classes.map(({ metadata }) => metadata.name).join(', ') || 'none'}`;
}
