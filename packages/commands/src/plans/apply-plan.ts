import type { ApplyEvent, Plan, PlannedAction } from '@naas/sdk';
import type { CommandContext, Progress } from '../command.ts';
import { count, duration } from '../words/index.ts';

/** How much an apply did. */
export interface Applied {
  /** Steps that changed something. */
  readonly changed: number;
  readonly elapsedMs: number;
  /** The number it has in the platform's history. */
  readonly run?: number;
}

/** Applies a plan and tells its steps as progress. Throws what the engine throws, with its cause. */
export async function* applyPlan(
  plan: Plan,
  { platform, signal, who }: CommandContext,
): AsyncGenerator<Progress, Applied, void> {
  let applied: Applied = { changed: 0, elapsedMs: 0 };
  for await (const event of platform.apply(plan, { signal, ...(who === undefined ? {} : { who }) })) {
    if (event.type === 'run-started') applied = { ...applied, run: event.run };
    if (event.type === 'finished') applied = { ...applied, changed: event.changed, elapsedMs: event.elapsedMs };
    const progress = progressOf(event);
    if (progress !== undefined) yield progress;
  }
  return applied;
}

/** What news is about before the run begins: the right to change the platform, which another may have. */
const LEASE = 'lease';

/** Steps of one component follow each other, those of several overlap: news is about a component. */
function progressOf(event: ApplyEvent): Progress | undefined {
  switch (event.type) {
    case 'run-started':
      return { state: 'done', about: LEASE, words: `on record as run ${event.run}` };
    case 'step-started':
      return {
        state: 'doing',
        about: event.step.component,
        words: stepWords(event.step),
        detail: `${event.index + 1}/${event.steps}`,
      };
    case 'step-finished':
      return { state: 'done', about: event.step.component, words: stepWords(event.step), elapsedMs: event.elapsedMs };
    case 'waiting':
      return {
        state: 'waiting',
        about: event.component,
        words: event.component === LEASE ? event.reason : `${event.component}: ${event.reason}`,
        elapsedMs: event.elapsedMs,
      };
    case 'component-ready':
      return {
        state: 'done',
        about: event.component,
        words: `${event.component}: ready`,
        elapsedMs: event.elapsedMs,
      };
    default:
      return undefined;
  }
}

function stepWords({ driver, verb, id, reason }: PlannedAction): string {
  if (driver === 'probe' && verb === 'create') return `check ${reason ?? id}`;
  return `${verb} ${id}`;
}

/** Says how much was done: `3 changes in 12 s (run 7)`. */
export function appliedWords({ changed, elapsedMs, run }: Applied): string {
  return `${count(changed, 'change')} in ${duration(elapsedMs)}${run === undefined ? '' : ` (run ${run})`}`;
}
