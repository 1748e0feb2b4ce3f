import { accessOf, type Command, parseCommandLine } from '@naas/commands';
import { NaasError } from '@naas/sdk';
import { renderError, renderWords, type Message } from '../render/index.ts';
import { mayRun, refusalWords, roleOf } from '../rights.ts';
import type { Answered, Asked, Bot } from './bot.ts';

/** Longer lines do not fit the value of a button. */
const LONGEST_LINE = 500;

export interface PermittedLine {
  readonly command: Command;
  readonly input: unknown;
}

/** Why a line is not run: what the asker is told, and what the log says. */
interface RefusedLine {
  readonly refusal: Message;
  readonly answered: Answered;
}

/** Reads a command line and checks that whoever asks may run it now: the one gate before any command. */
export function permitLine(
  bot: Pick<Bot, 'bindings'>,
  { actor, run }: Pick<Asked, 'actor' | 'run'>,
  line: string,
): PermittedLine | RefusedLine {
  const parsed = line.length > LONGEST_LINE ? { error: tooLong() } : parseCommandLine(line);
  if (parsed.error !== undefined) {
    return { refusal: renderError(parsed.error, run), answered: { outcome: 'usage' } };
  }
  const { command, input } = parsed;
  const role = roleOf(actor, bot.bindings);
  const access = accessOf(command, input);
  if (mayRun(access, role)) return { command, input };
  const refusal = renderWords(`:no_entry: ${refusalWords(actor, access, role)}`);
  return { refusal, answered: { outcome: 'refused', command: command.name } };
}

function tooLong(): NaasError {
  return new NaasError('USAGE', `A line has at most ${LONGEST_LINE} characters`, { hint: 'Type help for the list.' });
}
