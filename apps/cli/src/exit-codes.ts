import type { Outcome } from '@naas/commands';
import { NaasError } from '@naas/sdk';

/** What the program's exit status means; help and documents are written from this table. */
export const EXIT_CODES = {
  0: 'done, and well',
  1: 'failed: the message says why and what to do',
  2: 'the command line or naas.yaml cannot be used as it is; from plan: there are changes',
  3: 'read well, but what was read is not well, or differs',
  4: 'a question was answered with no; nothing was changed',
  130: 'interrupted',
} as const;

export type ExitCode = keyof typeof EXIT_CODES;

const BY_OUTCOME: Readonly<Record<Outcome, ExitCode>> = {
  done: 0,
  changes: 2,
  failed: 1,
  undecided: 2,
  unwell: 3,
  declined: 4,
};

/** The exit status of a report. */
export function exitCodeOf(outcome: Outcome): ExitCode {
  return BY_OUTCOME[outcome];
}

/**
 * Commands whose 2 says that there are changes, as that of terraform's `-detailed-exitcode` does. What fails in them is 1,
 * also what is 2 everywhere else: a script must not take a mistake in the file for a change.
 */
const TWO_IS_CHANGES: readonly string[] = ['plan'];

/** The exit status of a failure, in the command that was typed, if it got that far. */
export function exitCodeOfError(error: unknown, command?: string): ExitCode {
  if (command !== undefined && TWO_IS_CHANGES.includes(command)) return 1;
  return NaasError.is(error) && (error.code === 'USAGE' || error.code === 'CONFIG_INVALID') ? 2 : 1;
}
