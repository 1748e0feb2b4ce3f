import { type Kube, type KubeObject, listObjects, readPodLog } from '@naas/sdk';
import { PLACES } from './guarded-context.ts';

const POD = { apiVersion: 'v1', kind: 'Pod' };

/** A line of the guard's log. */
export interface LogLine {
  readonly event: string;
  readonly kernel?: string;
  readonly person?: string;
  readonly pod?: string;
  readonly [field: string]: unknown;
}

/** The guard's pods that are there and stay. */
export async function guardPods(kube: Kube): Promise<KubeObject[]> {
  const selection = { namespace: PLACES.gateway, labelSelector: 'app.kubernetes.io/name=gateway-guard' };
  const pods = await listObjects(kube, POD, selection);
  return pods.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
}

/** How often each of the guard's pods was started again. */
export async function guardRestarts(kube: Kube): Promise<Record<string, number>> {
  return Object.fromEntries((await guardPods(kube)).map((pod) => [pod.metadata.name, restartsOf(pod)]));
}

function restartsOf({ status }: KubeObject): number {
  const { containerStatuses = [] } = (status ?? {}) as { containerStatuses?: { restartCount: number }[] };
  return containerStatuses.reduce((sum, { restartCount }) => sum + restartCount, 0);
}

/** What all pods of the guard have written about one kernel. */
export async function guardLog(kube: Kube, kernel: string): Promise<LogLine[]> {
  const pods = await guardPods(kube);
  const logs = pods.map(({ metadata }) => readPodLog(kube, { namespace: PLACES.gateway, pod: metadata.name }));
  const lines = (await Promise.all(logs)).flatMap((log) => log.split('\n').filter(Boolean));
  return lines.map((line) => JSON.parse(line) as LogLine).filter((line) => line.kernel === kernel);
}
