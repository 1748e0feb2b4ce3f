import type { Subject } from '../../errors.ts';
import type { FieldConflict } from '../../kube/index.ts';
import type { Driver } from '../resource.ts';

/**
 * What is done to one thing. `adopt` makes something that was made by others the platform's own; `replace` deletes and
 * makes it anew; `held` waits until nobody is using it; `blocked` needs a person first.
 */
export type Verb = 'create' | 'update' | 'adopt' | 'replace' | 'delete' | 'noop' | 'held' | 'blocked';

export type Intent = 'deploy' | 'adopt' | 'rollback' | 'destroy';

/** One field that would change. Secret values are masked before they get here. */
export interface FieldChange {
  /** Where the field is, as `spec.replicas` or `values.hub.db`. */
  readonly path: string;
  /** Absent when the field is new. */
  readonly before?: unknown;
  /** Absent when the field goes away. */
  readonly after?: unknown;
}

export interface PlannedAction {
  /** Stable name of the thing acted on: `Deployment enterprise-gateway/enterprise-gateway`. */
  readonly id: string;
  readonly component: string;
  readonly driver: Driver;
  readonly verb: Verb;
  readonly subject: Subject;
  readonly changes: readonly FieldChange[];
  /** Why, where the verb alone does not say: what a probe checks, why an action is held or blocked. */
  readonly reason?: string;
  /** Fields that others hold: taken over by this action, or what blocks it. */
  readonly conflicts?: readonly FieldConflict[];
  /** A hash over what is wanted and what is there; when it is another one, the world has moved. */
  readonly state: string;
}

/** What was asked for besides the file; an apply asks the same again before it starts. */
export interface PlanOptions {
  /** Takes over fields, objects and releases that others hold. @default false */
  readonly takeOver?: boolean;
  /** Goes on where people's running kernels end by it. @default false */
  readonly endKernels?: boolean;
  /** The run to go back to. */
  readonly run?: number;
  /** Deletes homes and the hub's database as well. @default false */
  readonly deleteData?: boolean;
  /** Publishes kernelspecs again though they have not changed, and nothing else. @default false */
  readonly kernelspecsOnly?: boolean;
}

/** What `apply` would do, as data: safe to print, store and send. */
export interface Plan {
  readonly platform: string;
  readonly intent: Intent;
  readonly options: PlanOptions;
  readonly actions: readonly PlannedAction[];
  readonly warnings: readonly string[];
  /** Over all actions and their states: the same as long as the same would be done to the same things. */
  readonly digest: string;
}

/** The actions of a plan that would do something now; empty for a platform that is as the file says. */
export function changesOf(plan: Pick<Plan, 'actions'>): PlannedAction[] {
  return plan.actions.filter(({ verb }) => verb !== 'noop' && verb !== 'held');
}

/** The actions that wait until nobody is using what they would change. */
export function heldOf(plan: Pick<Plan, 'actions'>): PlannedAction[] {
  return plan.actions.filter(({ verb }) => verb === 'held');
}
