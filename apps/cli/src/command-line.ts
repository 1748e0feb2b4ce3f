import { parseInput, type Command } from '@naas/commands';
import { Argument, type Command as Program } from 'commander';
import type { Io } from './io.ts';
import { runCommand, type CommandOptions } from './run-command.ts';
import { watchCommand, watchSeconds } from './watch.ts';
import type { ExitCode } from './exit-codes.ts';

/** Options that only make sense in a terminal, by the command that takes them. */
const TERMINAL_OPTIONS: Readonly<Record<string, readonly { flags: string; description: string }[]>> = {
  deploy: [{ flags: '--plot <file>', description: 'write the plot of the proof to this PNG file' }],
  verify: [{ flags: '--plot <file>', description: 'write the plot to this PNG file' }],
  status: [{ flags: '--watch [seconds]', description: 'look again every so many seconds (default: 5)' }],
};

export interface Attaching {
  readonly io: Io;
  readonly finish: (code: ExitCode) => void;
}

/** Gives the program one command of the table, with what the terminal adds to it. */
export function attachCommand(program: Program, command: Command, { io, finish }: Attaching): void {
  const [first = '', second] = command.name.split(' ');
  const parent = second === undefined ? program : groupOf(program, first);
  const line = parent
    .command(second ?? first)
    .summary(command.summary)
    .description(descriptionOf(command));
  for (const { name, required, description } of command.arguments) {
    line.addArgument(new Argument(required ? `<${name}>` : `[${name}]`, description));
  }
  for (const { flag, value, description } of command.options) {
    line.option(value === undefined ? flag : `${flag} <${value.toLowerCase()}>`, description);
  }
  if (command.confirm !== 'never') line.option('-y, --yes', 'answer every question with yes');
  for (const { flags, description } of TERMINAL_OPTIONS[command.name] ?? []) line.option(flags, description);
  line.action(async () => {
    const options: CommandOptions & { watch?: string | true } = line.optsWithGlobals();
    const invocation = { command, input: parseInput(command, typedValues(command, line)), options };
    const { watch } = options;
    finish(
      await (watch === undefined ? runCommand(invocation, io) : watchCommand(invocation, io, watchSeconds(watch))),
    );
  });
}

function typedValues(command: Command, line: Program): Record<string, unknown> {
  const words = command.arguments.map(({ name }, index) => [name, line.processedArgs[index] as unknown]);
  const flags = command.options.map(({ name }) => [name, line.opts<Record<string, unknown>>()[name]]);
  return Object.fromEntries([...words, ...flags].filter(([, value]) => value !== undefined)) as Record<string, unknown>;
}

const GROUPS: Readonly<Record<string, string>> = {
  server: "Start or stop a person's server",
  kernelspecs: 'List, compare and publish kernelspecs',
};

function groupOf(program: Program, name: string): Program {
  const found = program.commands.find((one) => one.name() === name);
  return found ?? program.command(name).description(GROUPS[name] ?? name);
}

function descriptionOf({ summary, details }: Command): string {
  return details === undefined ? `${summary}.` : `${summary}.\n\n${details}`;
}
