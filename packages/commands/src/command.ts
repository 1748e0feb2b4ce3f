import type { z } from 'zod';
import type { Platform } from './platform/index.ts';
import type { Report } from './report.ts';

/** Who may run a command: reading, acting on one person's things, changing the platform. Each includes the one before. */
export type Access = 'read' | 'operate' | 'deploy';

/**
 * Whether a command asks before it acts: never, with a plan that it shows (and only when the plan changes something),
 * or always.
 */
export type Confirmation = 'never' | 'plan' | 'always';

export interface Argument {
  /** The key in the command's input. */
  readonly name: string;
  readonly required: boolean;
  readonly description: string;
}

export interface Option {
  /** The key in the command's input. */
  readonly name: string;
  /** As it is typed; a flag that starts with `--no-` sets its key to false. */
  readonly flag: `--${string}`;
  readonly description: string;
  /** What the value is called in help, when the option takes one. */
  readonly value?: string;
  /** Who may use it. @default whoever may run the command */
  readonly access?: Access;
}

/** What a command is doing right now. */
export interface Progress {
  /**
   * What the news is about, where several things go on side by side: it replaces the news before it about the same, and
   * `done` ends it. Without it there is one thing at a time.
   */
  readonly about?: string;
  /** `doing` and `waiting` are replaced by what comes next; `done` stays on record. */
  readonly state: 'doing' | 'waiting' | 'done';
  readonly words: string;
  /** How far, as `3/31` or `40 %`. */
  readonly detail?: string;
  /** Time the step has taken so far, milliseconds. */
  readonly elapsedMs?: number;
}

/** What a command asks before it acts. */
export interface Question {
  /** As `Apply these 31 changes to lab?`. */
  readonly words: string;
  /** What is about to happen, to be shown before the question. */
  readonly report: Report;
  /**
   * What a yes is about, as JSON: it counts only as long as this is the same. Of a plan it is the digest; ages and who is
   * signed in are no part.
   */
  readonly subject: unknown;
  /** The word that has to be typed instead of a yes, for what cannot be undone. */
  readonly typed?: string;
  /** Whether a yes that was given in advance is not enough, and the word has to be given too. @default false */
  readonly irrevocable?: boolean;
}

/** Everything a command may use. It opens nothing and knows neither terminal nor chat. */
export interface CommandContext {
  readonly platform: Platform;
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Who asks, for the history of the platform and for others at work on it. @default the user of this process */
  readonly who?: string;
  /**
   * Asks the person. A no ends the command with a report whose outcome is `declined`. Chat answers no at first, keeps
   * the question, and runs the command again with a yes when the button is pressed.
   */
  readonly confirm: (question: Question) => Promise<boolean>;
}

/** One command: its grammar, who may run it, what it does and what it reports. */
export interface Command<Input = unknown> {
  /** One word, or a group and a word: `server start`. */
  readonly name: string;
  /** One line for lists of commands, without a full stop. */
  readonly summary: string;
  /** What else a person should know, one paragraph. */
  readonly details?: string;
  readonly arguments: readonly Argument[];
  readonly options: readonly Option[];
  readonly input: z.ZodType<Input>;
  readonly access: Access;
  readonly confirm: Confirmation;
  /** Yields while it works and returns the report. Throws {@link NaasError} when it fails. */
  run(input: Input, context: CommandContext): AsyncGenerator<Progress, Report, void>;
}
