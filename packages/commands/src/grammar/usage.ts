import type { Argument, Command, Option } from '../command.ts';

/** Writes how a command is typed: `kill-kernel USER [ID] [--all]`. */
export function usageOf(command: Command): string {
  const words = [command.name, ...command.arguments.map(argumentUsage), ...command.options.map(optionUsage)];
  return words.join(' ');
}

function argumentUsage(argument: Argument): string {
  const word = argument.name.toUpperCase();
  return argument.required ? word : `[${word}]`;
}

function optionUsage(option: Option): string {
  return option.value === undefined ? `[${option.flag}]` : `[${option.flag} ${option.value}]`;
}
