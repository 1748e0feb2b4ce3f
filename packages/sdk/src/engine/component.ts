import type { PlatformConfig } from '../config/index.ts';
import type { Subject } from '../errors.ts';
import type { Helm } from '../helm/index.ts';
import type { Kube, KubeObject, ObjectRef, Verdict } from '../kube/index.ts';
import type { Credentials } from './credentials.ts';
import type { PlannedAction } from './plan/plan.ts';
import type { ProbeResource, Resource } from './resource.ts';

/** What a component may look at when it says what it wants: the file, the platform's own secrets, and its charts. */
export interface ComponentContext {
  readonly config: PlatformConfig;
  readonly credentials: Credentials;
  /** Found on first use, to render a chart: a platform without one needs no Helm. */
  readonly helm: () => Promise<Helm>;
  /** Gives the program of the guard, one file. */
  readonly guardBundle: () => Promise<string>;
  readonly signal: AbortSignal;
}

/** What a ready check may look at besides: the live cluster. */
export interface ReadyContext extends ComponentContext {
  readonly kube: Kube;
}

/** One condition that has to hold before a component counts as well. */
export interface ReadyCheck {
  readonly subject: Subject;
  readonly judge: (context: ReadyContext) => Promise<Verdict>;
}

/** Pods that others start on a component's behalf, so that nothing applied names them. */
export interface PodsLeftBehind {
  readonly namespace: string;
  readonly labelSelector: string;
}

/** What a component sees of a plan before a person does. */
export interface ReviewContext {
  readonly config: PlatformConfig;
  /** Whether people's kernels may end: then nothing is held because of them. */
  readonly endKernels: boolean;
  readonly kube: Kube;
  readonly signal: AbortSignal;
}

/** What people have to know of a plan: who would notice, and what had better wait. */
export interface Review {
  readonly warnings: readonly string[];
  /** Actions by id that would end what people are doing, and why they wait. */
  readonly held: ReadonlyMap<string, string>;
}

/** People's data and where it is, which only `destroy --delete-data` touches. */
export interface ComponentData {
  /** Claims that no plan makes and nothing else would delete. */
  readonly claims: readonly ObjectRef[];
  /** A pod that erases files which outlive every claim, and the volume they are on, as the file describes it. */
  readonly erase?: ProbeResource & { readonly volume: KubeObject };
}

/**
 * One part of a platform, as data and small functions. It does not log, wait, retry or render: the engine does that
 * for all of them.
 */
export interface Component {
  readonly id: string;
  readonly dependsOn: readonly string[];
  readonly desired: (context: ComponentContext) => Resource[] | Promise<Resource[]>;
  readonly ready: (context: ComponentContext) => readonly ReadyCheck[];
  /** What `destroy` has to stop besides what was applied. */
  readonly leavesBehind?: (context: Pick<ComponentContext, 'config'>) => readonly PodsLeftBehind[];
  /** Looks at its part of a plan for what people would notice. */
  readonly review?: (actions: readonly PlannedAction[], context: ReviewContext) => Promise<Review>;
  /** What an installation made by hand has in this component's place, which nobody needs once that is replaced. */
  readonly supersedes?: (context: Pick<ComponentContext, 'config'>) => readonly ObjectRef[];
  /** People's data that only `destroy --delete-data` touches. */
  readonly data?: (context: Pick<ComponentContext, 'config'>) => ComponentData;
}
