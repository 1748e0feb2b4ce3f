import type { Command, Platform, Progress, Question, Report } from '@naas/commands';
import { digestOf } from '../confirm.ts';
import { actorName, type Actor } from '../rights.ts';

export interface RunCommandOptions {
  readonly platform: Platform;
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Who asks, or who clicked. */
  readonly actor: Actor;
  readonly onProgress: (progress: Progress) => void;
  /** The digest of what was shown when the person said yes; without it every question is answered with no. */
  readonly agreed?: string;
}

/** How a command went: its report, and the question it was stopped at, if it asked one that nobody said yes to. */
export interface Ran {
  readonly report: Report;
  readonly asked?: Question;
}

/**
 * Runs a command. Chat cannot wait for an answer, so a command runs twice: at first its question is kept and answered
 * with no; when the button is pressed it runs again, and a yes counts only if it asks the very same.
 */
export async function runCommand(
  command: Command,
  input: unknown,
  { platform, signal, now, actor, onProgress, agreed }: RunCommandOptions,
): Promise<Ran> {
  let asked: Question | undefined;
  const confirm = (question: Question): Promise<boolean> => {
    const yes = agreed !== undefined && agreed === questionDigest(question);
    asked = yes ? undefined : question;
    return Promise.resolve(yes);
  };
  const steps = command.run(input, { platform, signal, now, who: actorName(actor), confirm });
  let step = await steps.next();
  while (step.done !== true) {
    onProgress(step.value);
    step = await steps.next();
  }
  return asked === undefined ? { report: step.value } : { report: step.value, asked };
}

/** The digest of what a yes is about, in the words it was asked with. */
export function questionDigest({ words, subject }: Question): string {
  return digestOf([words, subject]);
}
