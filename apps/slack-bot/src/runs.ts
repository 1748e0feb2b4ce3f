import { setTimeout } from 'node:timers/promises';

/** Milliseconds. */
export interface DrainOptions {
  readonly patienceMs: number;
  readonly goodbyeMs: number;
}

/** What is under way, so that a bot that is told to stop lets it come to an end first. */
export class Runs {
  readonly #running = new Set<Promise<void>>();
  readonly #stopping = new AbortController();

  /** Aborted when runs have to stop; commands then stop between two steps. */
  get signal(): AbortSignal {
    return this.#stopping.signal;
  }

  /** Counts a run until it ends. */
  async track(run: Promise<void>): Promise<void> {
    this.#running.add(run);
    try {
      await run;
    } finally {
      this.#running.delete(run);
    }
  }

  /** Waits for all runs; after `patienceMs` it aborts what is left, and waits `goodbyeMs` for that to say so. */
  async drain({ patienceMs, goodbyeMs }: DrainOptions): Promise<void> {
    if (await this.#endedWithin(patienceMs)) return;
    this.#stopping.abort(new Error('The bot is being stopped'));
    await this.#endedWithin(goodbyeMs);
  }

  async #endedWithin(milliseconds: number): Promise<boolean> {
    const limit = new AbortController();
    const ended = async () => {
      while (this.#running.size > 0 && !limit.signal.aborted) await Promise.allSettled(this.#running);
      return true;
    };
    try {
      return await Promise.race([ended(), setTimeout(milliseconds, false, { signal: limit.signal })]);
    } finally {
      limit.abort();
    }
  }
}
