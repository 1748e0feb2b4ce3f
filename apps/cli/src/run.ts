import { NaasError } from '@naas/sdk';
import { type Command, CommanderError } from 'commander';
import { errorText } from './error-text.ts';
import { exitCodeOfError, type ExitCode } from './exit-codes.ts';
import type { Io } from './io.ts';
import { buildProgram } from './program.ts';
import { errorJson } from './render/index.ts';
import { paintFor } from './settings.ts';

/** Runs the program with the words after its name and gives its exit status; it never throws. */
export async function run(words: readonly string[], io: Io): Promise<ExitCode> {
  let code: ExitCode = 0;
  const program = buildProgram({ io, finish: (result) => (code = result) });
  for (const line of everyLine(program)) {
    line.exitOverride().configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      // What is wrong with a command line is written below, in the form that was asked for.
      outputError: () => {},
      getOutHelpWidth: () => io.stdout.columns || 100,
      getErrHelpWidth: () => io.stderr.columns || 100,
    });
  }
  try {
    await program.parseAsync(words, { from: 'user' });
    return code;
  } catch (error) {
    return tell(error, words, io);
  }
}

function everyLine(line: Command): Command[] {
  return [line, ...line.commands.flatMap(everyLine)];
}

function tell(error: unknown, words: readonly string[], io: Io): ExitCode {
  if (error instanceof CommanderError && error.exitCode === 0) return 0;
  if (error instanceof CommanderError && error.code === 'commander.help') return 2;
  const json = words.includes('--json');
  const paint = paintFor(io.stderr, { color: !words.includes('--no-color') }, io);
  if (io.signal.aborted) {
    if (json) io.stdout.write(errorJson(new Error('Interrupted; what was done stays.'), 'INTERRUPTED'));
    else io.stderr.write('Interrupted. What was done stays; the same command goes on from there.\n');
    return 130;
  }
  const failure = error instanceof CommanderError ? usageError(error) : error;
  if (json) io.stdout.write(errorJson(failure));
  else io.stderr.write(errorText(failure, paint));
  return exitCodeOfError(failure);
}

function usageError({ message, cause }: CommanderError): NaasError {
  const [first = '', ...rest] = message.replace(/^error: /u, '').split('\n');
  const sentence = `${first.charAt(0).toUpperCase()}${first.slice(1)}.`;
  const suggestion = rest.join(' ').replace(/^\(|\)$/gu, '');
  return new NaasError('USAGE', sentence, { hint: suggestion === '' ? 'See naas --help.' : suggestion, cause });
}
