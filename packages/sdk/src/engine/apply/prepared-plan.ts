import type { ReadyContext } from '../component.ts';
import type { DriverContext } from '../drivers/driver.ts';
import type { Plan } from '../plan/plan.ts';
import type { WantedResource } from '../plan/wanted.ts';

/** A plan made anew with all that is needed to do it. */
export interface PreparedPlan {
  readonly plan: Plan;
  /** What a run that was gone back to, or the file, wants. */
  readonly wanted: readonly WantedResource[];
  readonly driver: DriverContext;
  readonly ready: ReadyContext;
}
