import type { Clock } from '../../kube/index.ts';
import type { ApplyEvent } from '../events.ts';
import { withReports } from './reports.ts';

export interface WaitingEventsOptions {
  /** Whose waiting it is. */
  readonly component: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Runs a task and tells what it waits for as events, with the milliseconds since it began. */
export async function* waitingEvents(
  task: (waiting: (reason: string) => void, signal: AbortSignal) => Promise<void>,
  { component, clock, signal }: WaitingEventsOptions,
): AsyncGenerator<ApplyEvent, void> {
  const start = clock.now();
  for await (const reason of withReports<string, void>(task, signal)) {
    yield { type: 'waiting', component, reason, elapsedMs: clock.now() - start };
  }
}
