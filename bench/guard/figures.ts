import type { SideName } from './sides.ts';

export type Unit = 'ms' | 'messages/s' | 'MB/s' | 'µs' | 'MiB';

/** What one measurement of one side gave. */
export interface Sample {
  readonly what: string;
  readonly unit: Unit;
  readonly value: number;
}

/** One thing that was measured, on each side, once a round. */
export interface Figure {
  readonly what: string;
  readonly unit: Unit;
  readonly values: Partial<Record<SideName, readonly number[]>>;
}

/** A side's part of a figure; what is compared is compared round by round, so that what others do hits both. */
export interface Compared {
  readonly median: number;
  /** Median of the ratios to the first side. */
  readonly ratio?: number;
  /** Median of the differences to the first side. */
  readonly added?: number;
}

export class Figures {
  readonly #figures = new Map<string, { unit: Unit; values: Partial<Record<SideName, number[]>> }>();

  add(side: SideName, { what, unit, value }: Sample): void {
    const figure = this.#figures.get(what) ?? { unit, values: {} };
    (figure.values[side] ??= []).push(value);
    this.#figures.set(what, figure);
  }

  all(): readonly Figure[] {
    return [...this.#figures].map(([what, figure]) => ({ what, ...figure }));
  }
}

/** Compares each side with the first, in this order, that has the figure. */
export function compare({ values }: Figure, order: readonly SideName[]): ReadonlyMap<SideName, Compared> {
  const entries = order.flatMap((side) => (values[side] ? [[side, values[side]] as const] : []));
  const [, base = []] = entries[0] ?? [];
  return new Map(
    entries.map(([side, own], index) => [
      side,
      {
        median: median(own),
        ...(index > 0 && {
          ratio: median(own.map((value, round) => value / base[round]!)),
          added: median(own.map((value, round) => value - base[round]!)),
        }),
      },
    ]),
  );
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value that so large a part of the values does not exceed. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)]!;
}
