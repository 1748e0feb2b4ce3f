import { NaasError } from '@naas/sdk';
import type { Command } from '../command.ts';
import { closest } from '../words/index.ts';
import { usageOf } from './usage.ts';

/** Checks what was typed for a command and gives its input. Throws {@link NaasError} `USAGE` in words. */
export function parseInput(command: Command, values: Readonly<Record<string, unknown>>): unknown {
  for (const argument of command.arguments) {
    if (argument.required && values[argument.name] === undefined) {
      throw usageError(command, `${command.name} needs ${argument.name.toUpperCase()}: ${argument.description}.`);
    }
  }
  const parsed = command.input.safeParse(values);
  if (parsed.success) return parsed.data;
  const words = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw usageError(command, `${command.name} was not understood: ${words.join('; ')}.`);
}

/** Sorts the words after a command's name into its arguments and options. Throws {@link NaasError} `USAGE`. */
export function readWords(command: Command, words: readonly string[]): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  const places = [...command.arguments];
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word.startsWith('--')) readOption(command, { flag: word, rest, values });
    else {
      const argument = places.shift();
      if (argument === undefined) throw usageError(command, `${command.name} has no use for "${word}".`);
      values[argument.name] = word;
    }
  }
  return values;
}

interface Reading {
  readonly flag: string;
  readonly rest: string[];
  readonly values: Record<string, unknown>;
}

function readOption(command: Command, { flag, rest, values }: Reading): void {
  const [name = flag, given] = splitAtFirst(flag, '=');
  const option = command.options.find((candidate) => candidate.flag === name);
  if (option === undefined) {
    const flags = command.options.map((candidate) => candidate.flag);
    const meant = closest(name, flags);
    throw usageError(command, `${command.name} has no ${name}.${meant === undefined ? '' : ` Did you mean ${meant}?`}`);
  }
  if (option.value === undefined) {
    if (given !== undefined) throw usageError(command, `${option.flag} takes no value.`);
    values[option.name] = !option.flag.startsWith('--no-');
    return;
  }
  const value = given ?? rest.shift();
  if (value === undefined) throw usageError(command, `${option.flag} needs a value: ${option.description}.`);
  values[option.name] = value;
}

function splitAtFirst(word: string, separator: string): [string?, string?] {
  const at = word.indexOf(separator);
  return at < 0 ? [word] : [word.slice(0, at), word.slice(at + separator.length)];
}

function usageError(command: Command, sentence: string): NaasError {
  return new NaasError('USAGE', sentence, { hint: `Usage: ${usageOf(command)}` });
}
