import type { NaasError } from '@naas/sdk';
import type { GatewayKernel } from '../gateway/index.ts';
import type { Server } from '../hub/index.ts';
import type { KernelPod } from './kernel-pods.ts';

/** A kernel with what the gateway and Kubernetes know of it. */
export interface PersonKernel {
  readonly id: string;
  readonly kernelspec?: string;
  /** `idle`, `busy`, `starting`...; absent when the gateway cannot be asked. */
  readonly state?: string;
  /** ISO 8601. */
  readonly lastActivity?: string;
  /** Notebooks that look at it. */
  readonly connections?: number;
  /** Its pod's name. */
  readonly pod?: string;
  /** Its pod's namespace. */
  readonly namespace?: string;
  /** Its pod's node. */
  readonly node?: string;
  /** `Pending`, `Running`, `Succeeded`, `Failed` or `Terminating`. */
  readonly podPhase?: string;
  /** Why the pod waits or how it ended, in the kubelet's words. */
  readonly reason?: string;
  /** ISO 8601. */
  readonly startedAt?: string;
}

/** Somebody the hub knows, or whose kernel runs. */
export interface Person {
  readonly name: string;
  /** The hub does not know the name: someone removed, or a name made up. Absent when it does, or cannot be asked. */
  readonly stranger?: true;
  readonly servers: readonly Server[];
  readonly kernels: readonly PersonKernel[];
}

/** Everybody with what they have: the hub's servers, the gateway's kernels and their pods, put together. */
export interface People {
  /** By name. */
  readonly people: readonly Person[];
  /** Kernels whose pod names no owner. Absent when there are none. */
  readonly ownerless?: readonly PersonKernel[];
  readonly orphans: {
    /** The gateway does not know them, as after a crash of the gateway: nobody will stop them. */
    readonly pods: readonly KernelPod[];
    readonly kernels: readonly GatewayKernel[];
  };
  /** What could not be asked, and why; what it would have told is missing here. Absent when all answered. */
  readonly gaps?: readonly NaasError[];
}

/** The kernels of exactly this person, empty when there are none. */
export function kernelsOf({ people }: People, name: string): readonly PersonKernel[] {
  return people.find((person) => person.name === name)?.kernels ?? [];
}
