import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../src/clock.ts';

/** A clock whose sleeps take no time but count. */
export function fastClock(): Clock & { readonly slept: number[] } {
  let now = Date.parse('2026-01-01T12:00:00Z');
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      slept.push(ms);
      now += ms;
      await setImmediate();
      signal?.throwIfAborted();
    },
  };
}
