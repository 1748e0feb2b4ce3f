import type { ReadyCheck, ReadyContext } from '../../engine/index.ts';
import { explainPod, getObject, type KubeObject, listObjects, type Verdict } from '../../kube/index.ts';

const DEPLOYMENT = { apiVersion: 'apps/v1', kind: 'Deployment' };
const DAEMON_SET = { apiVersion: 'apps/v1', kind: 'DaemonSet' };

export interface DeploymentAvailableOptions {
  /** Whether a chart may leave the Deployment out, which is no reason to wait then. @default false */
  readonly optional?: boolean;
}

/** Holds when every pod a Deployment wants is available; otherwise says what its pods wait for. */
export function deploymentAvailable(
  namespace: string,
  name: string,
  { optional = false }: DeploymentAvailableOptions = {},
): ReadyCheck {
  return {
    subject: { kind: 'Deployment', namespace, name },
    judge: async (context) => {
      const { kube, signal } = context;
      const deployment = await getObject(kube, { ...DEPLOYMENT, namespace, name }, { signal });
      if (!deployment && optional) return { state: 'ready' };
      if (!deployment) return { state: 'waiting', reason: `the Deployment ${name} is not there yet` };
      return judgeWorkload(deployment, context);
    },
  };
}

/** A Helm release, and the label that its chart puts on all its objects. */
export interface LabelledRelease {
  readonly namespace: string;
  readonly name: string;
  readonly labelSelector: string;
}

/**
 * Holds when what a release runs is available, whatever its chart calls it: its Deployments with every pod, its
 * DaemonSets on one node at least, since a node that is down must not hold up the rest.
 */
export function releaseAvailable({ namespace, name, labelSelector }: LabelledRelease): ReadyCheck {
  return {
    subject: { kind: 'Release', namespace, name },
    judge: async (context) => {
      const options = { namespace, labelSelector, signal: context.signal };
      const workloads = await Promise.all(
        [DEPLOYMENT, DAEMON_SET].map((kind) => listObjects(context.kube, kind, options)),
      );
      const waiting = workloads.flat().find((workload) => !isAvailable(workload));
      if (waiting) return judgeWorkload(waiting, context);
      if (workloads.flat().length > 0) return { state: 'ready' };
      return { state: 'waiting', reason: `nothing of the release ${name} runs yet` };
    },
  };
}

async function judgeWorkload(workload: KubeObject, context: ReadyContext): Promise<Verdict> {
  return isAvailable(workload) ? { state: 'ready' } : judgePods(workload, context);
}

function isAvailable(workload: KubeObject): boolean {
  const status = (workload['status'] ?? {}) as Record<string, number | undefined>;
  if (status['observedGeneration'] !== workload.metadata.generation) return false;
  if (workload.kind === 'DaemonSet') return (status['numberAvailable'] ?? 0) > 0;
  const wanted = (workload['spec'] as { replicas?: number }).replicas ?? 1;
  return (
    (status['updatedReplicas'] ?? 0) >= wanted &&
    (status['availableReplicas'] ?? 0) >= wanted &&
    (status['replicas'] ?? 0) === wanted
  );
}

async function judgePods(workload: KubeObject, { kube, signal }: ReadyContext): Promise<Verdict> {
  const { namespace = '', name } = workload.metadata;
  const { selector } = workload['spec'] as { selector: { matchLabels: Record<string, string> } };
  const labelSelector = Object.entries(selector.matchLabels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
  const pods = await listObjects(kube, { apiVersion: 'v1', kind: 'Pod' }, { namespace, labelSelector, signal });
  const current = pods.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  if (current.length === 0) return refusedPods(workload);
  const causes = await Promise.all(current.map((pod) => explainPod(kube, pod, { signal })));
  const worst = causes.find(({ fatal }) => fatal);
  if (worst) return { state: 'failed', reason: worst.reason };
  return { state: 'waiting', reason: causes[0]?.reason ?? `the pods of ${name} are not there yet` };
}

/** No pod at all: admission or a quota may refuse them, which only the workload's conditions tell. */
function refusedPods(workload: KubeObject): Verdict {
  const status = workload['status'] as
    { conditions?: { type: string; status: string; message?: string }[] } | undefined;
  const failure = status?.conditions?.find(({ type, status: value }) => type === 'ReplicaFailure' && value === 'True');
  if (failure) return { state: 'failed', reason: failure.message ?? 'its pods are refused' };
  return { state: 'waiting', reason: `the pods of ${workload.metadata.name} are not there yet` };
}
