import { NaasError } from '../errors.ts';
import {
  createObject,
  deleteObject,
  type Kube,
  type KubeObject,
  readPodLog,
  refOf,
  waitForObject,
  waitForPod,
} from '../kube/index.ts';

export interface PodRunOptions {
  /** Milliseconds until the pod must have finished. */
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
  readonly onReason: (reason: string) => void;
}

/** How a short-lived pod ended. */
export interface PodRun {
  readonly succeeded: boolean;
  readonly reason: string;
  readonly output: string;
}

/** Runs a pod to its end and removes it again, whatever happened. A leftover of the same name is removed first. */
export async function runPod(kube: Kube, pod: KubeObject, options: PodRunOptions): Promise<PodRun> {
  await removePod(kube, pod, options.signal);
  try {
    const created = await createObject(kube, pod, { signal: options.signal });
    return await outcome(kube, created, options);
  } finally {
    // Not the caller's signal: an interrupted run must not leave its pod behind.
    await removePod(kube, pod, AbortSignal.timeout(30_000));
  }
}

async function outcome(kube: Kube, pod: KubeObject, options: PodRunOptions): Promise<PodRun> {
  const { namespace = '', name } = pod.metadata;
  try {
    const ended = await waitForPod(kube, refOf(pod), 'finished', options);
    const status = ended['status'] as { phase?: string; reason?: string; containerStatuses?: ContainerStatus[] };
    const output = await readPodLog(kube, { namespace, pod: name }, { signal: options.signal });
    const exitCode = status.containerStatuses?.[0]?.state?.terminated?.exitCode;
    const reason = status.reason ?? (exitCode === undefined ? (status.phase ?? '') : `exit code ${exitCode}`);
    return { succeeded: status.phase === 'Succeeded', reason, output };
  } catch (error) {
    if (!NaasError.is(error) || options.signal.aborted) throw error;
    if (error.code !== 'COMPONENT_NOT_READY' && error.code !== 'TIMED_OUT') throw error;
    return { succeeded: false, reason: error.message, output: '' };
  }
}

interface ContainerStatus {
  readonly state?: { readonly terminated?: { readonly exitCode?: number } };
}

async function removePod(kube: Kube, pod: KubeObject, signal: AbortSignal): Promise<void> {
  const removed = await deleteObject(kube, refOf(pod), { gracePeriodSeconds: 0, signal });
  if (removed) await waitUntilGone(kube, pod, signal);
}

async function waitUntilGone(kube: Kube, pod: KubeObject, signal: AbortSignal): Promise<void> {
  await waitForObject(
    kube,
    refOf(pod),
    (object) => (object ? { state: 'waiting', reason: 'the pod is being removed' } : { state: 'ready' }),
    { deadlineMs: 30_000, signal },
  );
}
