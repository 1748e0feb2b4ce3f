export interface RateOptions {
  readonly most: number;
  readonly withinMs: number;
  /** Milliseconds, of any beginning. @default performance.now */
  readonly now?: () => number;
}

/** Counts what each caller did a short while ago, and forgets it then. */
export class Rates {
  readonly #options: RateOptions;
  /** When each was allowed something, the oldest first; callers in the order of their last time. */
  readonly #times = new Map<string, readonly number[]>();

  constructor(options: RateOptions) {
    this.#options = options;
  }

  /** Whether one more is within the rate; then it counts. */
  allow(caller: string): boolean {
    const { most, withinMs, now = () => performance.now() } = this.#options;
    const time = now();
    this.#forget(time - withinMs);
    const recent = (this.#times.get(caller) ?? []).filter((each) => each > time - withinMs);
    if (recent.length >= most) return false;
    this.#times.delete(caller);
    this.#times.set(caller, [...recent, time]);
    return true;
  }

  #forget(before: number): void {
    for (const [caller, times] of this.#times) {
      if ((times.at(-1) ?? 0) > before) return;
      this.#times.delete(caller);
    }
  }
}
