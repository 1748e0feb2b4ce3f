import type { Subject } from '../../errors.ts';
import type { Driver } from '../resource.ts';

export type Verb = 'create' | 'update' | 'delete' | 'noop' | 'blocked';

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
  /** Why, where the verb alone does not say: what a probe checks, why an action is blocked. */
  readonly reason?: string;
}

/** What `apply` would do, as data: safe to print, store and send. */
export interface Plan {
  readonly platform: string;
  readonly intent: 'deploy' | 'destroy';
  readonly actions: readonly PlannedAction[];
  readonly warnings: readonly string[];
}

/** The actions of a plan that would change something; empty for a platform that is as the file says. */
export function changesOf(plan: Plan): PlannedAction[] {
  return plan.actions.filter((action) => action.verb !== 'noop');
}
