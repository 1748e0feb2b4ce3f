import type { ApplyEvent, Plan, PlannedAction } from '@naas/sdk';
import type { CommandContext, Progress } from '../command.ts';

/** How much an apply did. */
export interface Applied {
  /** Steps that changed something. */
  readonly changed: number;
  readonly elapsedMs: number;
}

/** Applies a plan and tells its steps as progress. Throws what the engine throws, with its cause. */
export async function* applyPlan(
  plan: Plan,
  { platform, signal }: CommandContext,
): AsyncGenerator<Progress, Applied, void> {
  let applied: Applied = { changed: 0, elapsedMs: 0 };
  for await (const event of platform.apply(plan, { signal })) {
    if (event.type === 'finished') applied = { changed: event.changed, elapsedMs: event.elapsedMs };
    const progress = progressOf(event);
    if (progress !== undefined) yield progress;
  }
  return applied;
}

function progressOf(event: ApplyEvent): Progress | undefined {
  switch (event.type) {
    case 'step-started':
      return { state: 'doing', words: stepWords(event.step), detail: `${event.index + 1}/${event.steps}` };
    case 'step-finished':
      return { state: 'done', words: stepWords(event.step), elapsedMs: event.elapsedMs };
    case 'waiting':
      return { state: 'waiting', words: `${event.component}: ${event.reason}`, elapsedMs: event.elapsedMs };
    case 'component-ready':
      return { state: 'done', words: `${event.component}: ready`, elapsedMs: event.elapsedMs };
    default:
      return undefined;
  }
}

function stepWords({ driver, verb, id, reason }: PlannedAction): string {
  if (driver === 'probe') return `check ${reason ?? id}`;
  return `${verb} ${id}`;
}
