import { COMMANDS } from '@naas/commands';
import type { Command } from 'commander';
import { EXIT_CODES } from '../src/exit-codes.ts';
import { buildProgram } from '../src/program.ts';

/** Writes docs/cli.md from the program itself. */
export function cliReference(): string {
  const unused = () => {
    throw new Error('a reference runs nothing');
  };
  const io = new Proxy({}, { get: unused }) as Parameters<typeof buildProgram>[0]['io'];
  const program = buildProgram({ io, finish: unused });
  const leaves = leavesOf(program, []);
  return `${[
    '# The command line',
    'Written from the program itself: `npx vitest run -u` in `apps/cli` after a change.',
    '## Options of every command',
    optionList(program),
    '## Exit codes',
    Object.entries(EXIT_CODES)
      .map(([code, words]) => `- \`${code}\`: ${words}`)
      .join('\n'),
    ...leaves.map(section),
  ].join('\n\n')}\n`;
}

interface Leaf {
  readonly path: string;
  readonly command: Command;
}

function leavesOf(command: Command, path: readonly string[]): Leaf[] {
  if (command.commands.length === 0) return [{ path: path.join(' '), command }];
  return command.commands.flatMap((one) => leavesOf(one, [...path, one.name()]));
}

const WHO = { read: 'a viewer', operate: 'an operator', deploy: 'a deployer' } as const;

function section({ path, command }: Leaf): string {
  const words = command.registeredArguments.map(
    (argument) => ` ${argument.required ? `<${argument.name()}>` : `[${argument.name()}]`}`,
  );
  const listed = COMMANDS.find(({ name }) => name === path);
  const rights = listed === undefined ? [] : [`In chat: for ${WHO[listed.access]}.`];
  const args = command.registeredArguments.map((argument) => `- \`${argument.name()}\`: ${argument.description}`);
  const parts = [
    `## \`naas ${path}${words.join('')}\``,
    command.description(),
    ...rights,
    [...args, optionList(command)].filter(Boolean).join('\n'),
  ];
  return parts.filter(Boolean).join('\n\n');
}

function optionList({ options }: Command): string {
  return options.map(({ flags, description }) => `- \`${flags}\`: ${description}`).join('\n');
}
