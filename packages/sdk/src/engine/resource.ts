import type { NaasError } from '../errors.ts';
import type { ChartSource } from '../helm/index.ts';
import type { FileSet } from '../kernelspecs/index.ts';
import type { KubeObject, Verdict } from '../kube/index.ts';

/** One object, applied server-side as it is. */
export interface ManifestResource {
  readonly driver: 'manifest';
  readonly object: KubeObject;
  /** What `destroy` leaves alone: data, and what data needs to be read again. @default false */
  readonly keep?: boolean;
  /** For a kind that not every cluster serves: it is left out there, and this is what people then have to know. */
  readonly whereServed?: string;
  /** Says of an object just made when the next may come. @default at once */
  readonly madeWhen?: (object: KubeObject | undefined) => Verdict;
  /** Something the platform takes the place of: it is only made the platform's own, so that a later plan removes it. */
  readonly superseded?: boolean;
}

/** One Helm release. */
export interface ReleaseResource {
  readonly driver: 'release';
  readonly name: string;
  readonly namespace: string;
  readonly chart: ChartSource;
  readonly values: Readonly<Record<string, unknown>>;
  /** What tells this release from others of the same name: Helm's description of its revision. */
  readonly description: string;
  /** A revision that Helm may still keep, for going back to it without its chart. */
  readonly revision?: number;
}

/** Files on a claim, published by a short-lived pod and known by the hash of their content. */
export interface FilesResource {
  readonly driver: 'files';
  readonly name: string;
  readonly namespace: string;
  readonly claim: string;
  /** An image the cluster has anyway, with a shell and Python. */
  readonly image: string;
  readonly files: FileSet;
}

/** A check by a short-lived pod, run before what depends on it and skipped while the pod stays the same. */
export interface ProbeResource {
  readonly driver: 'probe';
  readonly name: string;
  /** What the check does, as the plan says it. */
  readonly purpose: string;
  readonly pod: KubeObject;
  /** Runs the pod on each node that pods may go to, all taints tolerated, instead of on any one. @default false */
  readonly onEveryNode?: boolean;
  /** Puts a failed check into words, from the pod's reason or from what it printed. */
  readonly explain: (failure: ProbeFailure) => NaasError;
}

export interface ProbeFailure {
  /** Why the pod did not run, or how it ended, in Kubernetes' words. */
  readonly reason: string;
  /** What the pod printed, empty when it never ran. */
  readonly output: string;
}

/** What a component wants is one of four kinds of resource, each with one driver. */
export type Resource = ManifestResource | ReleaseResource | FilesResource | ProbeResource;

export type Driver = Resource['driver'];
