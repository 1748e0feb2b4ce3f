import { loadavg } from 'node:os';
import { growth, type Held } from './abandoned.ts';
import { compare, type Compared, type Figure } from './figures.ts';
import type { Kind } from './load/ways-to-go.ts';
import { pinned, type Usage } from './processes.ts';
import type { SideName } from './sides.ts';

/** What else was going on: it is in the figures, too. */
export interface Circumstances {
  readonly seconds: number;
  readonly node: string;
  /** The machine's load in the minute before the begin and before the end. */
  readonly load: { readonly before: number; readonly after: number };
  readonly pinned: boolean;
}

/** Begins to look; the function that comes back says what was seen. */
export function circumstances(): () => Circumstances {
  const begin = performance.now();
  const load = () => loadavg()[0] ?? 0;
  const before = load();
  return () => ({
    seconds: (performance.now() - begin) / 1000,
    node: process.version,
    load: { before, after: load() },
    pinned,
  });
}

export interface Report extends Circumstances {
  readonly figures: readonly (Pick<Figure, 'what' | 'unit'> & {
    readonly sides: Partial<Record<SideName, Compared>>;
  })[];
}

export interface ReportOptions {
  readonly figures: readonly Figure[];
  /** In this order; the others are compared with the first. */
  readonly sides: readonly SideName[];
  readonly now: Circumstances;
}

export function report({ figures, sides, now }: ReportOptions): Report {
  const compared = figures.map((figure) => {
    const { what, unit } = figure;
    return { what, unit, sides: Object.fromEntries(compare(figure, sides)) };
  });
  return { ...now, figures: compared };
}

/** The medians of all sides in a row, each but the first with its ratio to the first that has the figure. */
export function table({ figures, ...now }: Report, names: readonly SideName[]): string {
  const rows = figures.map(({ what, unit, sides }) => [
    what,
    unit,
    ...names.map((name) => {
      const { median, ratio } = sides[name] ?? {};
      if (median === undefined) return '-';
      return `${short(median)}${ratio === undefined ? '' : ` (${ratio.toFixed(2)})`}`;
    }),
    ...(unit === 'ms' ? names.slice(1).map((name) => signed(sides[name]?.added)) : []),
  ]);
  const timed = figures.some(({ unit }) => unit === 'ms');
  const head = ['', '', ...names, ...(timed ? names.slice(1).map((name) => `${name} adds`) : [])];
  return [
    ...aligned([head, ...rows]),
    '',
    `Medians; in brackets the ratio to ${names[0]}, or to the first that is a process of its own.`,
    ending(now),
  ].join('\n');
}

export interface AbandonedReport extends Circumstances {
  readonly sides: readonly (Held & { readonly name: SideName; readonly growth: number })[];
}

export function abandonedReport(held: ReadonlyMap<SideName, Held>, now: Circumstances): AbandonedReport {
  return { ...now, sides: [...held].map(([name, each]) => ({ name, ...each, growth: growth(each) })) };
}

export function abandonedTable({ sides, ...now }: AbandonedReport, kinds: readonly Kind[]): string {
  const row = (what: string, unit: string, value: (side: AbandonedReport['sides'][number]) => string) => [
    what,
    unit,
    ...sides.map(value),
  ];
  const most = (samples: readonly Usage[], of: (usage: Usage) => number) => short(Math.max(...samples.map(of)));
  return [
    ...aligned([
      row('', '', ({ name }) => name),
      row('abandoned', 'sockets', ({ abandoned }) => String(abandoned)),
      row('memory before', 'MiB', ({ before }) => short(before.rssMiB)),
      row('memory at most', 'MiB', ({ samples }) => most(samples, ({ rssMiB }) => rssMiB)),
      row('memory after', 'MiB', ({ after }) => short(after.rssMiB)),
      row('memory in the last fifth, against the middle', '', ({ growth }) => growth.toFixed(3)),
      row('open files before', '', ({ before }) => String(before.openFiles)),
      row('open files at most', '', ({ samples }) => most(samples, ({ openFiles }) => openFiles)),
      row('open files after', '', ({ after }) => String(after.openFiles)),
    ]),
    '',
    `Went: ${kinds.join(', ')}.`,
    ending(now),
  ].join('\n');
}

function ending({ seconds, node, load, pinned }: Circumstances): string {
  const places = pinned ? 'ends on one processor, proxies on another' : 'no process bound to a processor';
  return `${Math.round(seconds)} s, Node ${node}, load ${load.before.toFixed(1)} before, ${load.after.toFixed(1)} after, ${places}.`;
}

function short(value: number): string {
  return value.toFixed(value < 10 ? 2 : 0);
}

function signed(value: number | undefined): string {
  return value === undefined ? '-' : `${value < 0 ? '' : '+'}${value.toFixed(2)}`;
}

function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column < 2 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join('  ')
      .trimEnd(),
  );
}
