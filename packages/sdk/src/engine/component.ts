import type { PlatformConfig } from '../config/index.ts';
import type { Subject } from '../errors.ts';
import type { Kube, Verdict } from '../kube/index.ts';
import type { Credentials } from './credentials.ts';
import type { Resource } from './resource.ts';

/** What a component may look at when it says what it wants: the file, and the platform's own secrets. */
export interface ComponentContext {
  readonly config: PlatformConfig;
  readonly credentials: Credentials;
}

/** What a ready check may look at besides: the live cluster. */
export interface ReadyContext extends ComponentContext {
  readonly kube: Kube;
  readonly signal: AbortSignal;
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
}
