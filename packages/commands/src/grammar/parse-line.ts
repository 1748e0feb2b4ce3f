import { NaasError } from '@naas/sdk';
import { COMMANDS } from '../catalogue.ts';
import type { Command } from '../command.ts';
import { closest } from '../words/index.ts';
import { parseInput, readWords } from './parse-input.ts';
import { splitLine } from './split-line.ts';

/** A line that was understood, or the {@link NaasError} `USAGE` that says in words why it was not. */
export type ParsedLine =
  { readonly command: Command; readonly input: unknown; readonly error?: undefined } | { readonly error: NaasError };

/**
 * Reads a line as chat sends it.
 * @example
 * parseCommandLine('kill-kernel alice'); // { command: killKernel, input: { user: 'alice', all: false } }
 */
export function parseCommandLine(line: string): ParsedLine {
  const words = splitLine(line);
  try {
    const command = findCommand(words);
    const rest = words.slice(command.name.split(' ').length);
    return { command, input: parseInput(command, readWords(command, rest)) };
  } catch (error) {
    if (NaasError.is(error)) return { error };
    throw error;
  }
}

function findCommand(words: readonly string[]): Command {
  const first = words[0]?.toLowerCase() ?? '';
  const typed = words.slice(0, 2).join(' ').toLowerCase();
  const found = COMMANDS.find(({ name }) => name === first || name === typed);
  if (found !== undefined) return found;
  if (first === '')
    throw new NaasError('USAGE', 'There is no command in that line.', { hint: 'Type help for the list.' });
  const group = COMMANDS.map(({ name }) => name).filter((name) => name.startsWith(`${first} `));
  if (group.length > 0) {
    throw new NaasError('USAGE', `${first} is not complete.`, { hint: `There is: ${group.join(', ')}.` });
  }
  const names = COMMANDS.map(({ name }) => name);
  const meant = closest(typed, names) ?? closest(first, names);
  const hint = meant === undefined ? 'Type help for the list.' : `Did you mean ${meant}?`;
  throw new NaasError('USAGE', `There is no command "${first}".`, { hint });
}
