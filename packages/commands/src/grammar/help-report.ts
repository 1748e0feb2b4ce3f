import { COMMANDS } from '../catalogue.ts';
import type { Command } from '../command.ts';
import { facts, table, text, type Block, type Report } from '../report.ts';
import { usageOf } from './usage.ts';

/** Lists commands, all of them unless told which, or explains a single one. */
export function helpReport(commands: readonly Command[] = COMMANDS): Report {
  const [only] = commands;
  const single = commands.length === 1 && only !== undefined;
  return {
    title: single ? only.summary : 'What can be asked',
    tone: 'neutral',
    outcome: 'done',
    blocks: single ? explain(only) : [listing(commands)],
    data: commands.map(({ name, summary, access, ...rest }) => ({
      name,
      summary,
      access,
      usage: usageOf({ name, summary, access, ...rest }),
    })),
  };
}

function listing(commands: readonly Command[]): Block {
  return table({
    title: 'Commands',
    columns: [
      { key: 'usage', label: 'command' },
      { key: 'summary', label: 'what it does' },
      { key: 'access', label: 'who' },
    ],
    rows: commands.map((command) => [usageOf(command), command.summary, WHO[command.access]]),
    empty: 'There is nothing you may run here.',
  });
}

const WHO = { read: 'viewer', operate: 'operator', deploy: 'deployer' } as const;

function explain(command: Command): Block[] {
  const parts = [
    ...command.arguments.map(({ name, description }) => [name.toUpperCase(), description]),
    ...command.options.map(({ flag, description }) => [flag, description]),
  ];
  return [
    text(`Usage: ${usageOf(command)}`),
    ...(command.details === undefined ? [] : [text(command.details)]),
    ...(parts.length === 0 ? [] : [facts(Object.fromEntries(parts) as Record<string, string>)]),
  ];
}
