import { duration, type Progress } from '@naas/commands';
import type { Output } from '../io.ts';
import { harmless, type Paint } from './paint.ts';

export interface ProgressOptions {
  readonly output: Output;
  readonly paint: Paint;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Shows what a command is doing: on a terminal one line that lives, elsewhere a line a piece of news, each once. */
export interface ProgressView extends Disposable {
  show(progress: Progress): void;
  /** Takes the live line away, so that something else can be written. */
  clear(): void;
}

const CLEAR_LINE = '\r\u001B[2K';

export function showProgress(options: ProgressOptions): ProgressView {
  return options.output.isTTY === true ? liveLine(options) : plainLines(options);
}

/** How long a step may take before it is news that it began. */
const QUICK_MS = 1_000;

/** What news is about that does not say: then there is one thing at a time. */
const ONE_THING = '';

/** Whether news about one thing takes the place of what is told of another: side by side go only things with a name. */
function replaces(about: string, other: string): boolean {
  return about === other || about === ONE_THING || other === ONE_THING;
}

interface Begun {
  readonly progress: Progress;
  readonly timer: NodeJS.Timeout;
}

function plainLines({ output, paint }: ProgressOptions): ProgressView {
  const seen = new Set<string>();
  const begun = new Map<string, Begun>();
  const write = (progress: Progress) => {
    const key = `${progress.state} ${progress.words}`;
    if (!seen.has(key)) output.write(`${lineOf(progress, paint)}\n`);
    seen.add(key);
  };
  const forget = (about: string): Progress | undefined => {
    const there = begun.get(about);
    clearTimeout(there?.timer);
    begun.delete(about);
    return there?.progress;
  };
  const tell = (about: string) => {
    const progress = forget(about);
    if (progress) write(progress);
  };
  const tellAll = () => [...begun.keys()].forEach(tell);
  return {
    show(progress) {
      const { about = ONE_THING, state, words } = progress;
      if (state === 'done' && begun.get(about)?.progress.words === words) forget(about);
      [...begun.keys()].filter((other) => replaces(about, other)).forEach(tell);
      if (state === 'doing') begun.set(about, { progress, timer: setTimeout(() => tell(about), QUICK_MS) });
      else write(progress);
    },
    clear: tellAll,
    [Symbol.dispose]: tellAll,
  };
}

function liveLine({ output, paint, now }: ProgressOptions): ProgressView {
  /** By what it is about, the latest news last. */
  const underWay = new Map<string, { readonly progress: Progress; readonly since: number }>();
  const draw = () => {
    const latest = [...underWay.values()].at(-1);
    if (latest === undefined) return;
    const elapsedMs = (latest.progress.elapsedMs ?? 0) + now() - latest.since;
    const line = Array.from(lineOf({ ...latest.progress, elapsedMs }, (_colour, text) => text));
    const others = underWay.size === 1 ? '' : ` and ${underWay.size - 1} more`;
    const width = (output.columns || 80) - 1 - others.length;
    output.write(CLEAR_LINE + paint('dim', line.slice(0, width).join('') + others));
  };
  const erase = () => {
    if (underWay.size > 0) output.write(CLEAR_LINE);
  };
  const clear = () => {
    erase();
    underWay.clear();
  };
  const timer = setInterval(draw, 1000);
  timer.unref();
  return {
    show(progress) {
      erase();
      const { about = ONE_THING, state } = progress;
      [...underWay.keys()].filter((other) => replaces(about, other)).forEach((other) => underWay.delete(other));
      if (state === 'done') output.write(`${lineOf(progress, paint)}\n`);
      else underWay.set(about, { progress, since: now() });
      draw();
    },
    clear,
    [Symbol.dispose]() {
      clearInterval(timer);
      clear();
    },
  };
}

const MARKS = { doing: '·', waiting: '…', done: '✓' } as const;

function lineOf({ state, words, detail, elapsedMs }: Progress, paint: Paint): string {
  const extras = [detail, elapsedMs === undefined ? undefined : duration(elapsedMs)].filter(Boolean).join(', ');
  const mark = state === 'done' ? paint('green', MARKS.done) : MARKS[state];
  return `${mark} ${harmless(words)}${extras === '' ? '' : ` (${harmless(extras)})`}`;
}
