import type { Helm } from '../../helm/index.ts';
import type { FieldConflict, Kube } from '../../kube/index.ts';
import type { Fingerprint } from '../plan/fingerprint.ts';
import type { LiveObjects } from '../plan/live-objects.ts';
import type { FieldChange, Verb } from '../plan/plan.ts';
import type { Resource } from '../resource.ts';
import type { Applied, Inventory } from '../store/inventory.ts';

/** What drivers work with: the cluster, Helm when a release needs it, and what earlier runs left on record. */
export interface DriverContext {
  readonly kube: Kube;
  /** Found on first use, so that a platform without releases needs no Helm. */
  readonly helm: () => Promise<Helm>;
  /** Undefined where nothing was ever applied. */
  readonly inventory: Inventory | undefined;
  readonly live: LiveObjects;
  readonly fingerprint: Fingerprint;
  /** Whether fields, objects and releases that others hold are taken over. */
  readonly takeOver: boolean;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly signal: AbortSignal;
}

export interface ApplyContext extends DriverContext {
  /** Aborts only when a step must not even be finished: Helm would leave its release in the middle. */
  readonly untilDone: AbortSignal;
  /** Tells why the step is not done yet. */
  readonly waiting: (reason: string) => void;
  /** Remembers a passed check or published files. */
  readonly record: (key: string, value: string) => void;
  /** Remembers how an object was applied, so that an unchanged one needs no second look. */
  readonly noteApplied: (applied: Applied) => void;
}

/** What would have to be done to one resource. */
export interface Observation {
  readonly verb: Verb;
  readonly changes: readonly FieldChange[];
  readonly reason?: string;
  readonly conflicts?: readonly FieldConflict[];
  /** What is wanted and what is there, unmasked: hashed, never shown. */
  readonly state: unknown;
}

/** How one kind of resource is compared with the cluster, and applied. */
export interface ResourceDriver<T extends Resource, Seen extends Observation = Observation> {
  observe(resource: T, context: DriverContext): Promise<Seen>;
  /** Does what was observed just now. */
  apply(resource: T, seen: Seen, context: ApplyContext): Promise<void>;
}
