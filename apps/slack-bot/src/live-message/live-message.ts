import type { Message } from '../render/index.ts';

/** One way to change what is shown: a message of ours, or the few answers a request allows. */
export interface Slot {
  /** How long to leave alone before each edit, milliseconds; the last one counts for all after it, none ends them. */
  readonly gapsMs: readonly number[];
  /** Whether edits may go on at the last gap for as long as the run takes. */
  readonly endless: boolean;
  readonly show: (message: Message) => Promise<unknown>;
}

export interface LiveMessageOptions {
  /** Tried in order; one that fails is not tried again. */
  readonly slots: readonly Slot[];
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly onFailure: (error: unknown) => void;
}

/**
 * The one message of a run, edited as it goes. Progress that comes too soon after the last edit is dropped, never
 * queued; what is left is the latest, and the end is always shown.
 */
export class LiveMessage {
  readonly #options: LiveMessageOptions;
  #slots: readonly Slot[];
  #edits = 0;
  #shownAt = -Infinity;
  #showing: Promise<void> = Promise.resolve();
  #busy = false;

  constructor(options: LiveMessageOptions) {
    this.#options = options;
    this.#slots = options.slots;
  }

  /** Shows how far the run is, if it is time to; does not wait for Slack. */
  progress(message: () => Message): void {
    const slot = this.#slots[0];
    if (slot === undefined || this.#busy) return;
    const gap = slot.gapsMs[this.#edits] ?? (slot.endless ? slot.gapsMs.at(-1) : undefined);
    if (gap === undefined || this.#options.now() - this.#shownAt < gap) return;
    this.#edits += 1;
    this.#shownAt = this.#options.now();
    this.#busy = true;
    this.#showing = this.#show(message()).finally(() => {
      this.#busy = false;
    });
  }

  /** Shows how the run ended, after any edit that is under way. */
  async finish(message: Message): Promise<void> {
    await this.#showing;
    await this.#show(message);
  }

  async #show(message: Message): Promise<void> {
    for (const slot of this.#slots) {
      try {
        await slot.show(message);
        return;
      } catch (error) {
        this.#options.onFailure(error);
        // A slot may fail for a moment only, but the last way to say how it ended is never given up.
        if (this.#slots.length > 1) this.#slots = this.#slots.filter((other) => other !== slot);
      }
    }
  }
}
