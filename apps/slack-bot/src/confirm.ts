import { createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { NaasError } from '@naas/sdk';
import { z } from 'zod';
import type { Actor } from './rights.ts';

/** How long a button stays good. */
const LIFETIME_MS = 10 * 60 * 1000;

const intentSchema = z.object({
  /** The command as it was typed. */
  line: z.string(),
  team: z.string(),
  user: z.string(),
  issuedAt: z.number(),
  expiresAt: z.number(),
  /** What was shown before the button, as {@link digestOf} saw it. */
  digest: z.string(),
  nonce: z.string(),
});

/** What a button stands for: who asked for which command, and what they were shown. */
export type Intent = z.infer<typeof intentSchema>;

export interface ConfirmationsOptions {
  readonly signingSecret: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** A string that does not come twice. */
  readonly nonce: () => string;
}

/**
 * Makes and takes the values of confirm buttons. A value is signed with a key of its own, good for ten minutes and for
 * one use. What was used is remembered by this process only, so values from before its start are not taken.
 */
export class Confirmations {
  readonly #key: Buffer;
  readonly #options: ConfirmationsOptions;
  readonly #startedAt: number;
  readonly #spent = new Map<string, number>();

  constructor(options: ConfirmationsOptions) {
    this.#key = Buffer.from(hkdfSync('sha256', options.signingSecret, '', 'naas confirm button', 32));
    this.#options = options;
    this.#startedAt = options.now();
  }

  /** Makes the value of a button for a command that was shown with this digest. */
  seal(line: string, actor: Actor, digest: string): string {
    const issuedAt = this.#options.now();
    const intent: Intent = {
      line,
      team: actor.team,
      user: actor.user,
      issuedAt,
      expiresAt: issuedAt + LIFETIME_MS,
      digest,
      nonce: this.#options.nonce(),
    };
    const body = Buffer.from(JSON.stringify(intent)).toString('base64url');
    return `${body}.${this.#sign(body).toString('base64url')}`;
  }

  /**
   * Reads a button's value, without using it up.
   *
   * @throws {NaasError} `USAGE` for a value that is forged, too old or already used.
   */
  open(value: string): Intent {
    const [body = '', signature = ''] = value.split('.');
    const given = Buffer.from(signature, 'base64url');
    const expected = this.#sign(body);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
      throw refused('This button was not made by this bot');
    }
    const intent = intentSchema.parse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')));
    if (this.#options.now() > intent.expiresAt) throw refused('This button is older than ten minutes');
    if (intent.issuedAt < this.#startedAt) throw refused('This button is from before the bot was restarted');
    if (this.#spent.has(intent.nonce)) throw refused('This button was already used');
    return intent;
  }

  /** Uses a value up. Call it in the same turn as {@link open}, so that two clicks cannot both pass. */
  spend(intent: Intent): void {
    const now = this.#options.now();
    for (const [nonce, expiresAt] of this.#spent) if (expiresAt < now) this.#spent.delete(nonce);
    this.#spent.set(intent.nonce, intent.expiresAt);
  }

  #sign(body: string): Buffer {
    return createHmac('sha256', this.#key).update(body).digest();
  }
}

/** A short digest of what a person was shown, so that a yes counts for that only. */
export function digestOf(shown: unknown): string {
  return createHash('sha256').update(JSON.stringify(shown)).digest('base64url').slice(0, 22);
}

function refused(message: string): NaasError {
  return new NaasError('USAGE', message, { hint: 'Nothing was done. Type the command again to get a new one.' });
}
