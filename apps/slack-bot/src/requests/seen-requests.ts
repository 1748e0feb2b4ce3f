import { MAX_SKEW_SECONDS } from './stamp.ts';

/** A stamp may lie ahead as far as behind, so a request can stay acceptable for twice the skew. */
const REMEMBER_MS = 2 * MAX_SKEW_SECONDS * 1000;

/** Remembers the requests of the last minutes, so that one that was overheard cannot be sent again. */
export class SeenRequests {
  readonly #seen = new Map<string, number>();

  /** Takes note of a request that was proven to be Slack's; false when it has been here before. */
  admit(fingerprint: string, nowMs: number): boolean {
    this.#forget(nowMs);
    if (this.#seen.has(fingerprint)) return false;
    this.#seen.set(fingerprint, nowMs);
    return true;
  }

  get size(): number {
    return this.#seen.size;
  }

  /** A Map keeps the order of insertion, so the oldest come first and the walk stops at the first young one. */
  #forget(nowMs: number): void {
    for (const [fingerprint, at] of this.#seen) {
      if (nowMs - at <= REMEMBER_MS) return;
      this.#seen.delete(fingerprint);
    }
  }
}
