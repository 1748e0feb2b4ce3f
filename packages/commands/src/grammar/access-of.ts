import type { Access, Command } from '../command.ts';

const WEAKEST_FIRST: readonly Access[] = ['read', 'operate', 'deploy'];

/** Who may run a command with this input: the strongest that the command or an option in use asks for. */
export function accessOf({ access, options }: Command, input: unknown): Access {
  const values = input as Readonly<Record<string, unknown>>;
  const used = options.filter(({ name }) => values[name] !== undefined && values[name] !== false);
  const asked = [access, ...used.map((option) => option.access ?? access)];
  return WEAKEST_FIRST.findLast((each) => asked.includes(each)) ?? access;
}
