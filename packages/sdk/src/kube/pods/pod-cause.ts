import type { KubeEvent } from '../objects/events.ts';
import type { ContainerStatus, Pod } from './pod-shape.ts';

/** Why a pod is not where one wants it. */
export interface Cause {
  /** A clause, such as `image quay.io/x:1 cannot be pulled: not found`. */
  readonly reason: string;
  /** Whether waiting longer will not help by itself. */
  readonly fatal: boolean;
}

/** Finds the cause in what the pod says of itself and in its events; the nearest to the fault comes first. */
export function causeOf(pod: Pod, events: readonly KubeEvent[]): Cause {
  return (
    evicted(pod) ??
    containers(pod)
      .map((container) => containerCause(container, events))
      .find((cause) => cause !== undefined) ??
    unscheduled(pod) ??
    notSetUp(pod, events) ??
    notReady(pod, events) ??
    underWay(pod, events)
  );
}

function containers(pod: Pod): readonly ContainerStatus[] {
  return [...pod.status.initContainerStatuses, ...pod.status.containerStatuses];
}

function evicted(pod: Pod): Cause | undefined {
  const { phase, reason, message } = pod.status;
  return phase === 'Failed' && reason
    ? { reason: `the pod was stopped: ${reason}: ${oneLine(message)}`, fatal: true }
    : undefined;
}

type Waiting = (container: ContainerStatus, said: string) => Cause;
const badName: Waiting = ({ image }, said) => ({
  reason: `"${image}" is not the name of an image: ${said}`,
  fatal: true,
});
const noImage: Waiting = (container, said) =>
  // Some kubelets leave judging the name to the container runtime.
  said.includes('invalid reference format')
    ? badName(container, said)
    : { reason: `image ${container.image} cannot be pulled: ${said}`, fatal: true };
const noConfig: Waiting = ({ name }, said) => ({
  reason: `container ${name} cannot be created: ${said}`,
  // A Secret or ConfigMap may still come; a security context will not change.
  fatal: !/not found|cache/.test(said),
});

/** What the kubelet's words for a container that does not start mean. */
const WAITING: Record<string, Waiting> = {
  ErrImagePull: noImage,
  ImagePullBackOff: noImage,
  ErrImageNeverPull: noImage,
  RegistryUnavailable: noImage,
  InvalidImageName: badName,
  CreateContainerConfigError: noConfig,
  CreateContainerError: noConfig,
  RunContainerError: ({ name }, said) => ({ reason: `container ${name} cannot be started: ${said}`, fatal: false }),
  CrashLoopBackOff: (container) => ({
    reason: `container ${container.name} keeps ending: ${endOf(container) ?? 'no exit code yet'}`,
    fatal: false,
  }),
};

function containerCause(container: ContainerStatus, events: readonly KubeEvent[]): Cause | undefined {
  const { waiting, terminated } = container.state;
  if (waiting) return WAITING[waiting.reason]?.(container, pullError(waiting.message, events));
  if (!terminated || terminated.exitCode === 0) return undefined;
  return { reason: `container ${container.name} ended: ${endOf(container) ?? ''}`, fatal: false };
}

/** The back-off hides the error that led to it; it is in the same message since 1.31, in an event before. */
function pullError(message: string, events: readonly KubeEvent[]): string {
  const inner = /ErrImagePull: (.*)/s.exec(message)?.[1];
  if (inner) return oneLine(inner);
  if (!message.startsWith('Back-off pulling')) return oneLine(message);
  const failed = events.findLast(({ reason, message }) => reason === 'Failed' && message.startsWith('Failed to pull'));
  return oneLine(failed?.message ?? message);
}

function endOf({ state, lastState }: ContainerStatus): string | undefined {
  const end = state.terminated ?? lastState.terminated;
  if (!end) return undefined;
  if (end.reason === 'OOMKilled') return 'it used more memory than its limit (OOMKilled)';
  const said = end.message || (['Error', 'Completed'].includes(end.reason) ? '' : end.reason);
  return `exit code ${end.exitCode}${said ? `: ${oneLine(said)}` : ''}`;
}

function unscheduled(pod: Pod): Cause | undefined {
  const condition = pod.status.conditions.find(({ type, status }) => type === 'PodScheduled' && status === 'False');
  return condition && { reason: `no node takes the pod: ${oneLine(condition.message)}`, fatal: false };
}

const SET_UP = new Set([
  'FailedMount',
  'FailedAttachVolume',
  'FailedMapVolume',
  'FailedCreatePodSandBox',
  'NetworkNotReady',
]);

function notSetUp(pod: Pod, events: readonly KubeEvent[]): Cause | undefined {
  if (containers(pod).some(({ state }) => state.running ?? state.terminated)) return undefined;
  const troubles = events.filter(({ type, reason }) => type === 'Warning' && SET_UP.has(reason));
  // The kubelet adds a summary ("timed out waiting for the condition") that would hide the mount's own words.
  const trouble = troubles.findLast(({ message }) => mountError(message) !== undefined) ?? troubles.at(-1);
  if (!trouble) return undefined;
  const mount = mountError(trouble.message);
  if (mount !== undefined) return { reason: `a volume cannot be mounted: ${mount}`, fatal: true };
  return { reason: oneLine(trouble.message), fatal: false };
}

/** Cuts the words of `mount` or `mount.nfs` out of the kubelet's report of the whole command. */
function mountError(message: string): string | undefined {
  return /(?:^|Output: |\n)(mount(?:\.\w+)?: [^\n]+)/.exec(message)?.[1]?.trim();
}

function notReady(pod: Pod, events: readonly KubeEvent[]): Cause | undefined {
  const container = pod.status.containerStatuses.find(({ ready, state }) => state.running && !ready);
  if (!container) return undefined;
  const probe = events.findLast(({ reason }) => reason === 'Unhealthy');
  const said = probe ? `: ${oneLine(probe.message)}` : '';
  return { reason: `container ${container.name} runs but is not ready yet${said}`, fatal: false };
}

function underWay(pod: Pod, events: readonly KubeEvent[]): Cause {
  const { phase } = pod.status;
  if (pod.metadata.deletionTimestamp !== undefined) return { reason: 'the pod is being deleted', fatal: false };
  if (phase !== 'Pending') return { reason: `the pod is ${phase}`, fatal: false };
  const last = events.at(-1);
  return { reason: last ? oneLine(last.message) : 'the pod waits to be set up', fatal: false };
}

function oneLine(text: string): string {
  const line = text.trim().replaceAll(/\s+/g, ' ');
  return line.length > 400 ? `${line.slice(0, 400)}…` : line;
}
