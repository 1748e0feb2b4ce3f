import type { Command, Progress, Question } from '../command.ts';
import { parseCommandLine } from '../grammar/index.ts';
import type { Platform } from '../platform/index.ts';
import type { Report } from '../report.ts';
import { NOW } from './samples.ts';

export interface RunOptions {
  readonly platform: Platform;
  /** What is answered to every question. @default true */
  readonly answer?: boolean;
  readonly signal?: AbortSignal;
  /** Who asks. @default nobody is named */
  readonly who?: string;
}

export interface RunResult {
  readonly report: Report;
  readonly progress: readonly Progress[];
  readonly questions: readonly Question[];
}

/** Runs a line of the grammar to its end and gives everything a renderer would have seen. Throws what the command throws. */
export async function runToReport(line: string, options: RunOptions): Promise<RunResult> {
  const parsed = parseCommandLine(line);
  if (parsed.error !== undefined) throw parsed.error;
  const { command, input } = parsed;
  const progress: Progress[] = [];
  const questions: Question[] = [];
  const run = start(command, input, { options, questions });
  let step = await run.next();
  while (step.done !== true) {
    progress.push(step.value);
    step = await run.next();
  }
  return { report: step.value, progress, questions };
}

function start(
  command: Command,
  input: unknown,
  { options, questions }: { options: RunOptions; questions: Question[] },
): AsyncGenerator<Progress, Report, void> {
  return command.run(input, {
    platform: options.platform,
    signal: options.signal ?? new AbortController().signal,
    now: () => NOW,
    ...(options.who === undefined ? {} : { who: options.who }),
    confirm: async (question) => {
      questions.push(question);
      return options.answer ?? true;
    },
  });
}
