import type { ReadyCheck, ReadyContext } from '../engine/index.ts';
import { explainPod, getObject, type KubeObject, listEvents, listObjects, type Verdict } from '../kube/index.ts';

/** Holds when a claim is bound, or will be with the first pod that uses it. */
export function claimBound(namespace: string, name: string): ReadyCheck {
  return {
    subject: { kind: 'PersistentVolumeClaim', namespace, name },
    judge: (context) => judgeClaim({ namespace, name }, context),
  };
}

/** Holds when every pod a Deployment wants is available; otherwise says what its pods wait for. */
export function deploymentAvailable(namespace: string, name: string): ReadyCheck {
  return {
    subject: { kind: 'Deployment', namespace, name },
    judge: (context) => judgeDeployment({ namespace, name }, context),
  };
}

interface Named {
  readonly namespace: string;
  readonly name: string;
}

async function judgeClaim({ namespace, name }: Named, context: ReadyContext): Promise<Verdict> {
  const { kube, signal } = context;
  const claim = await getObject(kube, { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name }, { signal });
  const status = claim?.['status'] as { phase?: string } | undefined;
  if (!claim) return { state: 'waiting', reason: `the claim ${name} is not there yet` };
  if (status?.phase === 'Bound') return { state: 'ready' };
  if (status?.phase === 'Lost') {
    return { state: 'failed', reason: `the volume of the claim ${name} is gone` };
  }
  const { storageClassName } = claim['spec'] as { storageClassName?: string };
  if (storageClassName === undefined) return noDefaultClass(name, context);
  const events = await listEvents(kube, { namespace, name, kind: 'PersistentVolumeClaim', signal });
  const event = events.at(-1);
  if (event?.reason === 'WaitForFirstConsumer') return { state: 'ready' };
  return { state: 'waiting', reason: `the claim ${name} is Pending: ${event?.message ?? 'no event says why'}` };
}

async function noDefaultClass(name: string, { kube, signal }: ReadyContext): Promise<Verdict> {
  const classes = await listObjects(kube, { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass' }, { signal });
  const byDefault = 'storageclass.kubernetes.io/is-default-class';
  if (classes.some(({ metadata }) => metadata.annotations?.[byDefault] === 'true')) {
    return { state: 'waiting', reason: `the claim ${name} is about to be given the default storage class` };
  }
  const known = classes.map(({ metadata }) => metadata.name).join(', ') || 'none';
  return {
    state: 'failed',
    reason: `the claim ${name} names no storage class and the cluster has no default one (classes there: ${known})`,
    hint:
      'Set spec.hub.database.storageClassName, or make a class the default: kubectl annotate storageclass CLASS ' +
      `${byDefault}=true. Deploy again.`,
  };
}

async function judgeDeployment({ namespace, name }: Named, context: ReadyContext): Promise<Verdict> {
  const { kube, signal } = context;
  const deployment = await getObject(kube, { apiVersion: 'apps/v1', kind: 'Deployment', namespace, name }, { signal });
  if (!deployment) return { state: 'waiting', reason: `the Deployment ${name} is not there yet` };
  if (isAvailable(deployment)) return { state: 'ready' };
  return judgePods(deployment, context);
}

function isAvailable(deployment: KubeObject): boolean {
  const spec = deployment['spec'] as { replicas?: number };
  const status = (deployment['status'] ?? {}) as Record<string, number | undefined>;
  const wanted = spec.replicas ?? 1;
  return (
    status['observedGeneration'] === deployment.metadata.generation &&
    (status['updatedReplicas'] ?? 0) >= wanted &&
    (status['availableReplicas'] ?? 0) >= wanted &&
    (status['replicas'] ?? 0) === wanted
  );
}

async function judgePods(deployment: KubeObject, { kube, signal }: ReadyContext): Promise<Verdict> {
  const { namespace = '', name } = deployment.metadata;
  const { selector } = deployment['spec'] as { selector: { matchLabels: Record<string, string> } };
  const labelSelector = Object.entries(selector.matchLabels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
  const pods = await listObjects(kube, { apiVersion: 'v1', kind: 'Pod' }, { namespace, labelSelector, signal });
  const current = pods.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  if (current.length === 0) return refusedPods(deployment);
  const causes = await Promise.all(current.map((pod) => explainPod(kube, pod, { signal })));
  const worst = causes.find(({ fatal }) => fatal);
  if (worst) return { state: 'failed', reason: worst.reason };
  return { state: 'waiting', reason: causes[0]?.reason ?? `the pods of ${name} are not there yet` };
}

/** No pod at all: admission or a quota may refuse them, which only the Deployment's conditions tell. */
function refusedPods(deployment: KubeObject): Verdict {
  const status = deployment['status'] as { conditions?: { type: string; status: string; message?: string }[] };
  const failure = status.conditions?.find(({ type, status: value }) => type === 'ReplicaFailure' && value === 'True');
  if (failure) return { state: 'failed', reason: failure.message ?? 'its pods are refused' };
  return { state: 'waiting', reason: `the pods of ${deployment.metadata.name} are not there yet` };
}
