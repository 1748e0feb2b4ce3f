import { usageOf } from './processes.ts';
import type { Side } from './sides.ts';

const EVERY_MS = 200;

/** Watches what a process holds, from before it has done anything. */
export interface MemoryWatch extends Disposable {
  readonly before: number;
  readonly peak: () => number;
  now(): Promise<number>;
}

export async function watchMemory(pid: number): Promise<MemoryWatch> {
  const now = async () => (await usageOf(pid)).rssMiB;
  const before = await now();
  let peak = before;
  const timer = setInterval(() => {
    void now().then((rss) => (peak = Math.max(peak, rss)));
  }, EVERY_MS);
  return { before, peak: () => peak, now, [Symbol.dispose]: () => clearInterval(timer) };
}

/** The watches of all sides that have a process. */
export async function watchSides(sides: readonly Side[]): Promise<readonly (readonly [Side, MemoryWatch])[]> {
  const withProcess = sides.flatMap((side) => (side.pid === undefined ? [] : [[side, side.pid] as const]));
  return await Promise.all(withProcess.map(async ([side, pid]) => [side, await watchMemory(pid)] as const));
}
