import type { NaasError } from '@naas/sdk';
import type { GatewayKernel } from '../gateway/index.ts';
import type { HubUser } from '../hub/index.ts';
import type { KernelPod } from './kernel-pods.ts';
import type { People, PersonKernel } from './person.ts';

/** A pod this young may run before the gateway lists its kernel. */
const STARTING_MS = 120_000;

/** What each of the three knows; undefined for one that could not be asked. */
export interface Found {
  readonly users: readonly HubUser[] | undefined;
  readonly kernels: readonly GatewayKernel[] | undefined;
  readonly pods: readonly KernelPod[] | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Puts users, kernels and pods together by kernel id and by the exact name of the owner. */
export function joinPeople({ users, kernels, pods, now }: Found, gaps: readonly NaasError[] = []): People {
  const kernelById = new Map((kernels ?? []).map((kernel) => [kernel.id, kernel]));
  const podIds = new Set((pods ?? []).map((pod) => pod.kernelId));
  const isOrphan = (pod: KernelPod) =>
    kernels !== undefined && !kernelById.has(pod.kernelId) && !isComingOrGoing(pod, now);
  const withPod = (pods ?? []).filter((pod) => !isOrphan(pod));
  const withoutPod = (kernels ?? []).filter((kernel) => !podIds.has(kernel.id));
  const kernelsOfOwner = (name: string | undefined) =>
    withPod.filter(({ user }) => user === name).map((pod) => joinKernel(pod, kernelById.get(pod.kernelId)));

  const userByName = new Map((users ?? []).map((user) => [user.name, user]));
  const owners = withPod.map(({ user }) => user).filter((user) => user !== undefined);
  const names = new Set([...userByName.keys(), ...owners]);
  // Without the pods nobody can say whose a kernel is.
  const unclaimed = pods === undefined ? withoutPod.map(kernelAlone) : [];
  const ownerless = [...kernelsOfOwner(undefined), ...unclaimed];
  return {
    people: [...names].sort().map((name) => ({
      name,
      ...(users !== undefined && !userByName.has(name) && { stranger: true }),
      servers: userByName.get(name)?.servers ?? [],
      kernels: kernelsOfOwner(name),
    })),
    ...(ownerless.length > 0 && { ownerless }),
    orphans: { pods: (pods ?? []).filter(isOrphan), kernels: pods === undefined ? [] : withoutPod },
    ...(gaps.length > 0 && { gaps }),
  };
}

function isComingOrGoing(pod: KernelPod, now: number): boolean {
  if (pod.phase === 'Pending' || pod.phase === 'Terminating') return true;
  return pod.phase === 'Running' && now - Date.parse(pod.startedAt) < STARTING_MS;
}

function joinKernel(pod: KernelPod, kernel: GatewayKernel | undefined): PersonKernel {
  return {
    ...(kernel && kernelAlone(kernel)),
    id: pod.kernelId,
    pod: pod.podName,
    namespace: pod.namespace,
    ...(pod.node !== undefined && { node: pod.node }),
    podPhase: pod.phase,
    ...(pod.reason !== undefined && { reason: pod.reason }),
    startedAt: pod.startedAt,
  };
}

function kernelAlone({ id, name, state, connections, lastActivity }: GatewayKernel): PersonKernel {
  return { id, kernelspec: name, state, connections, ...(lastActivity !== undefined && { lastActivity }) };
}
