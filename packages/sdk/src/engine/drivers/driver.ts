import type { Helm } from '../../helm/index.ts';
import type { Kube } from '../../kube/index.ts';
import type { FieldChange, Verb } from '../plan/plan.ts';
import type { Records } from '../records.ts';
import type { Resource } from '../resource.ts';

/** What drivers work with: the cluster, Helm when a release needs it, and what earlier runs recorded. */
export interface DriverContext {
  readonly kube: Kube;
  /** Found on first use, so that a platform without releases needs no Helm. */
  readonly helm: () => Promise<Helm>;
  readonly records: Records;
  readonly signal: AbortSignal;
}

export interface ApplyContext extends DriverContext {
  /** Tells why the step is not done yet. */
  readonly waiting: (reason: string) => void;
  /** Remembers a passed check or published files. */
  readonly record: (key: string, value: string) => Promise<void>;
}

/** What would have to be done to one resource. */
export interface Observation {
  readonly verb: Verb;
  readonly changes: readonly FieldChange[];
  readonly reason?: string;
}

/** How one kind of resource is compared with the cluster, and applied. */
export interface ResourceDriver<T extends Resource> {
  observe(resource: T, context: DriverContext): Promise<Observation>;
  apply(resource: T, context: ApplyContext): Promise<void>;
}

export const unchanged: Observation = { verb: 'noop', changes: [] };
