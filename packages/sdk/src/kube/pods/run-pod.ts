import { NaasError } from '../../errors.ts';
import { withCleanUp } from '../../with-clean-up.ts';
import type { Kube } from '../connection.ts';
import { type KubeObject, refOf } from '../object.ts';
import { waitForObject } from '../objects/wait.ts';
import { createObject, deleteObject } from '../objects/write.ts';
import { readPodLog } from './log.ts';
import { waitForPod } from './wait-for-pod.ts';

export interface RunPodOptions {
  /** Milliseconds until the pod must have finished. */
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
  /** Told each reason why the pod has not finished yet. */
  readonly onReason?: (reason: string) => void;
}

/** How a short-lived pod ended. */
export interface PodRun {
  readonly succeeded: boolean;
  readonly reason: string;
  readonly output: string;
}

/** Runs a pod to its end and removes it again, whatever happened. A leftover of the same name is removed first. */
export async function runPod(kube: Kube, pod: KubeObject, options: RunPodOptions): Promise<PodRun> {
  await removePod(kube, pod, options);
  return withCleanUp(
    async () => {
      // Without the signal: a request given up half way could still make a pod, after the clean-up has looked for it.
      const created = await createObject(kube, pod);
      return await outcome(kube, created, options);
    },
    // Without it as well: an interrupted run must not leave its pod behind.
    () => removePod(kube, pod, {}),
  );
}

async function outcome(kube: Kube, pod: KubeObject, options: RunPodOptions): Promise<PodRun> {
  try {
    const ended = await waitForPod(kube, refOf(pod), 'finished', options);
    const status = ended['status'] as PodStatus;
    return {
      succeeded: status.phase === 'Succeeded',
      reason: endOf(status),
      output: await outputOf(kube, pod, options.signal),
    };
  } catch (error) {
    if (!NaasError.is(error) || options.signal.aborted) throw error;
    if (error.code !== 'COMPONENT_NOT_READY' && error.code !== 'TIMED_OUT') throw error;
    return { succeeded: false, reason: error.message, output: '' };
  }
}

interface ContainerStatus {
  readonly state?: { readonly terminated?: { readonly exitCode?: number; readonly message?: string } };
}

interface PodStatus {
  readonly phase?: string;
  readonly reason?: string;
  readonly initContainerStatuses?: readonly ContainerStatus[];
  readonly containerStatuses?: readonly ContainerStatus[];
}

/** The first container that ended badly says why; without one, the pod itself. */
function endOf({ phase = 'Unknown', reason, initContainerStatuses = [], containerStatuses = [] }: PodStatus): string {
  const ends = [...initContainerStatuses, ...containerStatuses].map(({ state }) => state?.terminated);
  const bad = ends.find((end) => (end?.exitCode ?? 0) !== 0);
  if (reason !== undefined || bad === undefined) return reason ?? phase;
  return `exit code ${bad.exitCode}${bad.message ? `: ${bad.message}` : ''}`;
}

/** A container that never started has no log. */
async function outputOf(kube: Kube, pod: KubeObject, signal: AbortSignal): Promise<string> {
  const { namespace = '', name } = pod.metadata;
  try {
    return await readPodLog(kube, { namespace, pod: name }, { signal });
  } catch (error) {
    if (!NaasError.is(error)) throw error;
    return '';
  }
}

async function removePod(kube: Kube, pod: KubeObject, options: { readonly signal?: AbortSignal }): Promise<void> {
  const { signal } = options;
  const call = signal === undefined ? {} : { signal };
  if (!(await deleteObject(kube, refOf(pod), { ...call, gracePeriodSeconds: 0 }))) return;
  await waitForObject(
    kube,
    refOf(pod),
    (object) => (object ? { state: 'waiting', reason: 'the pod is being removed' } : { state: 'ready' }),
    { ...call, deadlineMs: 30_000 },
  );
}
