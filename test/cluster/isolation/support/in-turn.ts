import type { Attempt } from './attempt.ts';
import type { Column } from './column.ts';
import { type Outcome, type Tools, tryAttempt } from './try-attempt.ts';

/** Makes attempts one after the other beside whatever else is done, and gives the outcome of each when it is there. */
export function inTurn(
  attempts: readonly Attempt[],
  column: Promise<Column>,
  tools: Tools,
): (attempt: Attempt) => Promise<Outcome> {
  const outcomes = new Map<Attempt, Promise<Outcome>>();
  let before: Promise<unknown> = column;
  for (const attempt of attempts) {
    const outcome = before.catch(() => undefined).then(async () => tryAttempt(attempt, await column, tools));
    // Whoever asks for it is told.
    outcome.catch(() => undefined);
    outcomes.set(attempt, outcome);
    before = outcome;
  }
  return (attempt) => outcomes.get(attempt)!;
}
