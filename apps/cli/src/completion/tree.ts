import type { Command } from 'commander';

/** One place in the command line: what can be typed there. */
export interface Place {
  /** The words before it, as `server start`; empty at the top. */
  readonly path: string;
  readonly words: readonly { readonly word: string; readonly description: string }[];
}

/** Every place of a program's command line, with its commands and options. */
export function placesOf(program: Command): Place[] {
  const globals = optionsOf(program);
  const visit = (line: Command, path: readonly string[]): Place[] => {
    const own = path.length === 0 ? [] : optionsOf(line);
    const commands = line.commands.map((one) => ({ word: one.name(), description: oneLine(one) }));
    const choices = line.registeredArguments.flatMap(({ argChoices = [], description }) =>
      argChoices.map((word) => ({ word, description })),
    );
    const here = { path: path.join(' '), words: [...commands, ...choices, ...own, ...globals] };
    return [here, ...line.commands.flatMap((one) => visit(one, [...path, one.name()]))];
  };
  return visit(program, []);
}

/** Options whose next word is a value, so that a completion does not take it for a command. */
export function optionsWithValue(program: Command): string[] {
  const lines = (line: Command): Command[] => [line, ...line.commands.flatMap(lines)];
  const flags = lines(program)
    .flatMap(({ options }) => options)
    .filter(({ required }) => required)
    .flatMap(({ short, long }) => [short, long]);
  return [...new Set(flags.filter((flag) => flag !== undefined && flag !== null))];
}

function optionsOf({ options }: Command) {
  return options.flatMap(({ long, description }) => (long ? [{ word: long, description }] : []));
}

function oneLine(command: Command): string {
  return command.summary() || command.description();
}
