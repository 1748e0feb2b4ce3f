import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command, Question, Report } from '@naas/commands';
import { NaasError } from '@naas/sdk';
import { ask } from './ask.ts';
import { exitCodeOf, type ExitCode } from './exit-codes.ts';
import type { Io } from './io.ts';
import { writePlan } from './plan-file.ts';
import { reportJson, showProgress, terminalText, type ProgressView } from './render/index.ts';
import { paintFor, platformFile, widthOf, type GlobalOptions } from './settings.ts';

/** What the terminal adds to a command's own options. */
export interface CommandOptions extends GlobalOptions {
  readonly yes?: boolean;
  /** The word that has to be typed, given in advance. */
  readonly name?: string;
  /** Where the plot goes. */
  readonly plot?: string;
  /** Where the plan goes. */
  readonly out?: string;
}

/** One command as it was typed. */
export interface Invocation {
  readonly command: Command;
  readonly input: unknown;
  readonly options: CommandOptions;
}

/** Runs a command on the platform of the file and writes what it reports. Throws what the command throws. */
export async function runCommand(invocation: Invocation, io: Io): Promise<ExitCode> {
  const { kubeconfig, context } = invocation.options;
  const { env, signal } = io;
  const file = platformFile(invocation.options, io);
  await using open = await io.openPlatform({ file, kubeconfig, context, env, signal });
  const report = await runToReport(invocation, { io, platform: open.platform });
  await writeReport(report, invocation.options, io);
  return exitCodeOf(report.outcome);
}

interface Running {
  readonly io: Io;
  readonly platform: Awaited<ReturnType<Io['openPlatform']>>['platform'];
}

/** Runs a command to its report, with progress on stderr. */
export async function runToReport({ command, input, options }: Invocation, { io, platform }: Running): Promise<Report> {
  using progress = showProgress({ output: io.stderr, paint: paintFor(io.stderr, options, io), now: io.now });
  const run = command.run(input, {
    platform,
    signal: io.signal,
    now: io.now,
    confirm: (question) => confirm(question, { options, io, progress }),
  });
  for (;;) {
    const step = await run.next();
    if (step.done === true) return step.value;
    progress.show(step.value);
  }
}

interface Asking {
  readonly options: CommandOptions;
  readonly io: Io;
  readonly progress: ProgressView;
}

async function confirm(question: Question, { options, io, progress }: Asking): Promise<boolean> {
  progress.clear();
  if (options.json !== true) {
    const paint = paintFor(io.stdout, options, io);
    io.stdout.write(`${terminalText(question.report, { paint, width: widthOf(io.stdout) })}\n`);
  }
  return saidInAdvance(question, options) || (await ask(question, io));
}

/** Whether the command line says yes already; for what cannot be undone, only together with the word. */
function saidInAdvance({ typed, irrevocable = false }: Question, { yes = false, name }: CommandOptions): boolean {
  if (typed !== undefined && name !== undefined && name !== typed) {
    throw new NaasError('USAGE', `--name says ${name}, and this is ${typed}. Nothing was changed.`, {
      hint: 'Is it the file of the right platform? See -f.',
    });
  }
  return yes && (!irrevocable || name === typed);
}

/** Writes a report in the form that was asked for, and its plot or plan where it was asked for. */
export async function writeReport(report: Report, options: CommandOptions, io: Io): Promise<void> {
  const picture = report.blocks.find((block) => block.kind === 'picture');
  const plot = options.plot === undefined ? undefined : resolve(io.directory, options.plot);
  const out = options.out === undefined ? undefined : resolve(io.directory, options.out);
  if (plot !== undefined && picture !== undefined) await writeFile(plot, picture.png);
  if (out !== undefined && report.file !== undefined) await writePlan(out, report.file());
  if (options.json === true) {
    io.stdout.write(reportJson(report));
    return;
  }
  const pictureWords = plot === undefined ? 'pass --plot FILE to keep it' : `written to ${plot}`;
  const paint = paintFor(io.stdout, options, io);
  io.stdout.write(terminalText(report, { paint, width: widthOf(io.stdout), pictureWords }));
  if (out !== undefined) io.stdout.write(`\nThe plan is in ${out}, for deploy --plan.\n`);
}
