import { createHash } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { AskHub, HubWord } from './hub-user.ts';

export interface IdentitiesOptions {
  readonly ask: AskHub;
  readonly clock: Clock;
  readonly cacheMs: number;
  /** How long a token that was known goes on while the hub is away. */
  readonly awayMs: number;
}

interface Remembered {
  readonly word: Exclude<HubWord, { state: 'away' }>;
  readonly confirmedAt: number;
  /** Until when nobody is asked. */
  readonly goodUntil: number;
}

const REFUSAL_MS = 5_000;
const AWAY_PAUSE_MS = 2_000;
const MOST_REMEMBERED = 20_000;
const MOST_ASKED_AT_ONCE = 32;

/**
 * Knows whose a token is: what the hub said, for as long as it may be taken. While the hub is away, tokens that were
 * known go on for a while, and unknown ones are neither let in nor refused.
 */
export class Identities {
  readonly #options: IdentitiesOptions;
  /** By the hash of the token, the longest unused first. */
  readonly #remembered = new Map<string, Remembered>();
  readonly #asking = new Map<string, Promise<HubWord>>();

  constructor(options: IdentitiesOptions) {
    this.#options = options;
  }

  async identify(token: string): Promise<HubWord> {
    const key = createHash('sha256').update(token).digest('base64');
    const remembered = this.#remembered.get(key);
    if (remembered !== undefined && this.#options.clock.now() < remembered.goodUntil) return remembered.word;
    const asking = this.#asking.get(key) ?? this.#ask(key, token);
    return await asking;
  }

  #ask(key: string, token: string): Promise<HubWord> {
    if (this.#asking.size >= MOST_ASKED_AT_ONCE) {
      return Promise.resolve({ state: 'away', reason: 'too many tokens are being asked for at once' });
    }
    const asking = this.#options
      .ask(token)
      .then((word) => this.#take(key, word))
      .finally(() => this.#asking.delete(key));
    this.#asking.set(key, asking);
    return asking;
  }

  #take(key: string, word: HubWord): HubWord {
    const { cacheMs, awayMs, clock } = this.#options;
    const now = clock.now();
    if (word.state !== 'away') {
      const goodUntil = now + (word.state === 'known' ? cacheMs : Math.min(cacheMs, REFUSAL_MS));
      this.#remember(key, { word, confirmedAt: now, goodUntil });
      return word;
    }
    const former = this.#remembered.get(key);
    if (former === undefined || now - former.confirmedAt > awayMs) {
      this.#remembered.delete(key);
      return word;
    }
    this.#remember(key, { ...former, goodUntil: now + AWAY_PAUSE_MS });
    return former.word;
  }

  #remember(key: string, remembered: Remembered): void {
    this.#remembered.delete(key);
    this.#remembered.set(key, remembered);
    if (this.#remembered.size <= MOST_REMEMBERED) return;
    const [oldest] = this.#remembered.keys();
    if (oldest !== undefined) this.#remembered.delete(oldest);
  }
}
