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
/** A hub that is away is asked again after this: each question may wait for its time-out. */
const AWAY_PAUSE_MS = 15_000;
const MOST_REMEMBERED = 20_000;
/** How many unknown tokens may be asked for at once, by one caller and by all: a flood must keep nobody else out. */
const MOST_OF_ONE_CALLER = 4;
const MOST_OF_ALL = 64;

/**
 * Knows whose a token is: what the hub said, for as long as it may be taken. While the hub is away, tokens that were
 * known go on for a while, and unknown ones are neither let in nor refused.
 */
export class Identities {
  readonly #options: IdentitiesOptions;
  /** By the hash of the token, the longest unused first. */
  readonly #remembered = new Map<string, Remembered>();
  readonly #asking = new Map<string, Promise<HubWord>>();
  /** From where the unknown tokens come that are being asked for. */
  readonly #unknown: string[] = [];

  constructor(options: IdentitiesOptions) {
    this.#options = options;
  }

  /** Says whose a token is. What comes `from` one address waits for itself and not for others. */
  async identify(token: string, from: string): Promise<HubWord> {
    const key = createHash('sha256').update(token).digest('base64');
    const remembered = this.#remembered.get(key);
    if (remembered !== undefined && this.#options.clock.now() < remembered.goodUntil) return remembered.word;
    const asking = this.#asking.get(key);
    if (asking) return await asking;
    if (remembered?.word.state === 'known') return await this.#ask(key, token);
    if (this.#isFull(from)) return { state: 'away', reason: 'too many unknown tokens at once' };
    this.#unknown.push(from);
    try {
      return await this.#ask(key, token);
    } finally {
      this.#unknown.splice(this.#unknown.indexOf(from), 1);
    }
  }

  #isFull(from: string): boolean {
    const ofCaller = this.#unknown.filter((each) => each === from).length;
    return ofCaller >= MOST_OF_ONE_CALLER || this.#unknown.length >= MOST_OF_ALL;
  }

  #ask(key: string, token: string): Promise<HubWord> {
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
