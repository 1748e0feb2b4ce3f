import { setTimeout } from 'node:timers/promises';
import { median } from './figures.ts';
import type { AbandonTask, Kind } from './load/ways-to-go.ts';
import { ask, type Running, startPart, type Usage, usageOf } from './processes.ts';
import type { Side, SideName } from './sides.ts';

const BATCH_SECONDS = 5;
/** Sockets of each kind in a batch, on each side. */
const BATCH = 10;
/** The gateway pings every 30 s, and gives up who did not answer at the next ping; the guard waits for 90 s. */
const FORGOTTEN_SECONDS = 120;

export interface AbandonedOptions {
  readonly sides: readonly Side[];
  readonly kinds: readonly Kind[];
  readonly minutes: number;
}

/** What one side held, sampled with each batch. */
export interface Held {
  readonly before: Usage;
  readonly samples: readonly Usage[];
  /** When all that was abandoned should have been noticed. */
  readonly after: Usage;
  readonly abandoned: number;
}

/** Leaves sockets behind for so long, on all sides at the same time, and watches what their processes hold. */
export async function abandon({ sides, kinds, minutes }: AbandonedOptions): Promise<ReadonlyMap<SideName, Held>> {
  await using load = startPart('load/abandon.ts', 'ends');
  const held = new Map(await Promise.all(sides.map(async (side) => [side, await emptyHeld(side)] as const)));
  const batches = Math.round((minutes * 60) / BATCH_SECONDS);
  for (let batch = 0; batch < batches; batch += 1) {
    const next = setTimeout(BATCH_SECONDS * 1000);
    for (const [side, { samples }] of held) {
      for (const kind of kinds) await leave(load, side, { kind, batch });
      samples.push(await usageOf(side.pid ?? 0));
    }
    if (batch % 12 === 11) console.error(told(held, ((batch + 1) * BATCH_SECONDS) / 60));
    await next;
  }
  await setTimeout(FORGOTTEN_SECONDS * 1000);
  const results = [...held].map(async ([{ name, pid }, { before, samples }]) => {
    const after = await usageOf(pid ?? 0);
    return [name, { before, samples, after, abandoned: batches * kinds.length * BATCH }] as const;
  });
  return new Map(await Promise.all(results));
}

async function emptyHeld({ pid }: Side): Promise<{ before: Usage; samples: Usage[] }> {
  return { before: await usageOf(pid ?? 0), samples: [] };
}

async function leave(
  load: Running,
  { target }: Side,
  { kind, batch }: Pick<AbandonTask, 'kind' | 'batch'>,
): Promise<void> {
  await ask(load, { target, kind, batch, count: BATCH } satisfies AbandonTask);
}

function told(held: ReadonlyMap<Side, { readonly samples: readonly Usage[] }>, minute: number): string {
  const each = [...held].map(([{ name }, { samples }]) => {
    const { rssMiB, openFiles } = samples.at(-1)!;
    return `${name} ${rssMiB.toFixed(0)} MiB, ${openFiles} open files`;
  });
  return `minute ${minute}: ${each.join('; ')}`;
}

/** Memory in the last fifth of the time, against that in the middle fifth, when all is warm and as many come as go. */
export function growth({ samples }: Held): number {
  const fifth = Math.ceil(samples.length / 5);
  const rss = (part: readonly Usage[]) => median(part.map(({ rssMiB }) => rssMiB));
  return rss(samples.slice(-fifth)) / rss(samples.slice(fifth * 2, fifth * 3));
}
