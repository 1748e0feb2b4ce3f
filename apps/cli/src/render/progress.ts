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

function plainLines({ output, paint }: ProgressOptions): ProgressView {
  const seen = new Set<string>();
  let begun: { readonly progress: Progress; readonly timer: NodeJS.Timeout } | undefined;
  const write = (progress: Progress) => {
    const key = `${progress.state} ${progress.words}`;
    if (!seen.has(key)) output.write(`${lineOf(progress, paint)}\n`);
    seen.add(key);
  };
  const tellBegun = () => {
    if (begun) write(begun.progress);
    forgetBegun();
  };
  const forgetBegun = () => {
    clearTimeout(begun?.timer);
    begun = undefined;
  };
  return {
    show(progress) {
      if (progress.state === 'done' && begun?.progress.words === progress.words) forgetBegun();
      else tellBegun();
      if (progress.state === 'doing') begun = { progress, timer: setTimeout(tellBegun, QUICK_MS) };
      else write(progress);
    },
    clear: tellBegun,
    [Symbol.dispose]: tellBegun,
  };
}

function liveLine({ output, paint, now }: ProgressOptions): ProgressView {
  let current: { readonly progress: Progress; readonly since: number } | undefined;
  const draw = () => {
    if (current === undefined) return;
    const { progress, since } = current;
    const elapsedMs = (progress.elapsedMs ?? 0) + now() - since;
    const line = Array.from(lineOf({ ...progress, elapsedMs }, (_colour, text) => text));
    const width = (output.columns || 80) - 1;
    output.write(CLEAR_LINE + paint('dim', line.slice(0, width).join('')));
  };
  const clear = () => {
    if (current !== undefined) output.write(CLEAR_LINE);
    current = undefined;
  };
  const timer = setInterval(draw, 1000);
  timer.unref();
  return {
    show(progress) {
      clear();
      if (progress.state === 'done') output.write(`${lineOf(progress, paint)}\n`);
      else {
        current = { progress, since: now() };
        draw();
      }
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
