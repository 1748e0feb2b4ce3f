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
  let command: string | undefined;
  const program = buildProgram({ io, finish: (result) => (code = result) });
  program.hook('preSubcommand', (_program, line) => void (command = line.name()));
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
    // A wrong option before the command hides it from the parser.
    command ??= words.find((word) => program.commands.some((line) => line.name() === word));
    return tell(error, { words, command }, io);
  }
}

function everyLine(line: Command): Command[] {
  return [line, ...line.commands.flatMap(everyLine)];
}

interface Typed {
  readonly words: readonly string[];
  /** The command or group that was meant, where there is one of that name. */
  readonly command: string | undefined;
}

function tell(error: unknown, { words, command }: Typed, io: Io): ExitCode {
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
  return exitCodeOfError(failure, command);
}

function usageError({ message, cause }: CommanderError): NaasError {
  const [first = '', ...rest] = message.replace(/^error: /u, '').split('\n');
  const sentence = `${first.charAt(0).toUpperCase()}${first.slice(1)}.`;
  const suggestion = rest.join(' ').replace(/^\(|\)$/gu, '');
  return new NaasError('USAGE', sentence, { hint: suggestion === '' ? 'See naas --help.' : suggestion, cause });
}
