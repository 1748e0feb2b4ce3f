import type { Platform } from '@naas/commands';
import type { RespondFn, webApi } from '@slack/bolt';
import type { Confirmations } from '../confirm.ts';
import type { Logger } from '../log.ts';
import type { Actor, Binding } from '../rights.ts';
import type { Runs } from '../runs.ts';

/** What every answer needs of the bot as a whole. */
export interface Bot {
  readonly platform: Platform;
  readonly bindings: readonly Binding[];
  readonly confirmations: Confirmations;
  readonly runs: Runs;
  readonly log: Logger;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** One request of a person, acknowledged already. */
export interface Asked {
  /** A short id that names this run in the log and, when the bot breaks, in Slack. */
  readonly run: string;
  readonly actor: Actor;
  readonly channel: string;
  readonly respond: RespondFn;
  readonly client: webApi.WebClient;
  /** The answer goes beside the message that was clicked, not in its place. @default false */
  readonly beside?: boolean;
}

/** What became of a request, for its line in the log. */
export type Outcome = 'help' | 'usage' | 'refused' | 'asked' | 'moved' | 'done' | 'failed';

/** A request's line in the log. */
export interface Answered {
  readonly outcome: Outcome;
  readonly command?: string;
  /** What went wrong, for the log only. */
  readonly error?: unknown;
}
