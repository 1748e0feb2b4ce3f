import { setTimeout } from 'node:timers/promises';
import { Figures } from './figures.ts';
import type { Measurement } from './measurements.ts';
import { watchSides } from './memory.ts';
import { startPart } from './processes.ts';
import type { Side } from './sides.ts';

/** How long after the last round memory is looked at again. */
const SETTLE_MS = 5000;

export interface RoundsOptions {
  readonly sides: readonly Side[];
  readonly measurements: readonly Measurement[];
  readonly rounds: number;
}

/**
 * Takes each measurement on all sides, one right after the other, so that what others do on the machine hits all of
 * them. They take turns in going first, and one round before is not counted.
 */
export async function compareSides({ sides, measurements, rounds }: RoundsOptions): Promise<Figures> {
  const figures = new Figures();
  await using load = startPart('load/run.ts', 'ends');
  const watches = await watchSides(sides);
  for (let round = 0; round <= rounds; round += 1) {
    console.error(`round ${round} of ${rounds}`);
    for (const measurement of measurements) {
      for (const side of sides.map((_, index) => sides[(index + round) % sides.length]!)) {
        const samples = await measurement.take(side, load);
        if (round > 0) for (const sample of samples) figures.add(side.name, sample);
      }
    }
  }
  await setTimeout(SETTLE_MS);
  for (const [{ name }, watch] of watches) {
    figures.add(name, { what: 'memory before', unit: 'MiB', value: watch.before });
    figures.add(name, { what: 'memory at most', unit: 'MiB', value: watch.peak() });
    figures.add(name, { what: 'memory after', unit: 'MiB', value: await watch.now() });
    watch[Symbol.dispose]();
  }
  return figures;
}
