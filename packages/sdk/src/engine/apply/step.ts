import type { Clock } from '../../kube/index.ts';
import type { ApplyEvent } from '../events.ts';
import type { PlannedAction } from '../plan/plan.ts';

/** What steps share: who hears of them, and what ends them. */
export interface Steps {
  /** How many there are. */
  readonly count: number;
  readonly report: (event: ApplyEvent) => void;
  readonly clock: Clock;
  /** Ends the work between two steps, and the waiting in them. */
  readonly stop: AbortSignal;
  /** Called before each step: the right to change the platform must still be there. */
  readonly renew: () => Promise<void>;
  /** Numbers the steps as they begin. */
  readonly next: () => number;
}

/** Numbers steps from 0 as they begin. */
export function countingFrom0(): () => number {
  let begun = 0;
  return () => begun++;
}

/** Does one step and tells when it begins, what it waits for and when it has ended. */
export async function doStep(
  action: PlannedAction,
  steps: Steps,
  task: (waiting: (reason: string) => void) => Promise<void>,
): Promise<void> {
  const { report, clock, stop } = steps;
  stop.throwIfAborted();
  await steps.renew();
  const start = clock.now();
  report({ type: 'step-started', step: action, index: steps.next(), steps: steps.count });
  await task(waitingFor(action.component, steps));
  report({ type: 'step-finished', step: action, elapsedMs: clock.now() - start });
}

/** Tells reasons for waiting on a component's behalf, with the time since now. */
export function waitingFor(
  component: string,
  { report, clock }: Pick<Steps, 'report' | 'clock'>,
): (reason: string) => void {
  const start = clock.now();
  return (reason) => report({ type: 'waiting', component, reason, elapsedMs: clock.now() - start });
}
