import { parseInput, type Command } from '@naas/commands';
import { Argument, type Command as Program } from 'commander';
import type { Io } from './io.ts';
import { withPlan } from './plan-file.ts';
import { runCommand, type CommandOptions } from './run-command.ts';
import { watchCommand, watchSeconds } from './watch.ts';
import type { ExitCode } from './exit-codes.ts';

const PLOT = { flags: '--plot <file>', description: 'write the plot of the proof to this PNG file' };

/** Options that only make sense in a terminal, or take more there, by the command that takes them. */
const TERMINAL_OPTIONS: Readonly<Record<string, readonly { flags: string; description: string }[]>> = {
  plan: [{ flags: '--out <file>', description: 'write the plan to this file, for deploy --plan' }],
  deploy: [
    {
      flags: '--plan <digest|file>',
      description: 'do this plan and no other: the digest that plan shows, or the file of plan --out',
    },
    PLOT,
  ],
  adopt: [PLOT],
  rollback: [PLOT],
  destroy: [{ flags: '--name <name>', description: "the platform's name; with --yes it stands for typing it" }],
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
  const own = TERMINAL_OPTIONS[command.name] ?? [];
  const shared = command.options.filter(({ flag }) => !own.some(({ flags }) => flags.startsWith(`${flag} `)));
  for (const { flag, value, description } of shared) {
    line.option(value === undefined ? flag : `${flag} <${value.toLowerCase()}>`, description);
  }
  if (command.confirm !== 'never') line.option('-y, --yes', 'answer every question with yes');
  for (const { flags, description } of own) line.option(flags, description);
  line.action(async () => {
    const options: CommandOptions & { watch?: string | true } = line.optsWithGlobals();
    const values = await withPlan(typedValues(command, line), io);
    const invocation = { command, input: parseInput(command, values), options };
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

/** What only matters in a terminal, by command. */
const TERMINAL_DETAILS: Readonly<Record<string, string>> = {
  plan: 'Exit status, as with terraform plan -detailed-exitcode: 0 nothing to do now, 2 changes, 1 for all that fails: a plan that is blocked, and also mistakes in the command line or the file, which are 2 everywhere else.',
  destroy:
    'From a script --yes is enough for what deploy makes again; with --delete-data it takes --yes and --name together.',
};

function descriptionOf({ name, summary, details }: Command): string {
  const paragraphs = [`${summary}.`, details, TERMINAL_DETAILS[name]];
  return paragraphs.filter((paragraph) => paragraph !== undefined).join('\n\n');
}
