import { setTimeout } from 'node:timers/promises';
import { quantile, type Sample } from './figures.ts';
import type { Echoed, Latencies, Task } from './load/task.ts';
import { ask, type Running, usageOf } from './processes.ts';
import type { Side } from './sides.ts';

/** Something that is measured on one side after the other. */
export interface Measurement {
  readonly what: string;
  take(side: Side, load: Running): Promise<readonly Sample[]>;
}

/** So many of them under way on all channels: with few, it would be measured how fast processes take turns. */
const FRAMES = [
  { size: '1 KiB', bytes: 1024, count: 40_000, underWay: 2000 },
  { size: '64 KiB', bytes: 64 * 1024, count: 2000, underWay: 200 },
] as const;
const MOST_OF_A_CHANNEL = 64;
const ECHO_SECONDS = 0.6;
const UNREAD_SECONDS = 1;

export const measurements: readonly Measurement[] = [
  latency('GET a kernel, 1 connection', { do: 'get', connections: 1, count: 1500, seconds: 1.5 }),
  latency('GET a kernel, 16 connections', { do: 'get', connections: 16, count: 4000, seconds: 1.5 }),
  latency('GET a kernel, 500 a second', { do: 'get', connections: 16, count: 500, seconds: 1.5, perSecond: 500 }),
  latency('start a kernel', { do: 'start', connections: 1, count: 200, seconds: 1 }),
  throughput('1 channel', 1),
  throughput('50 channels', 50),
  throughput('500 channels', 500),
  backPressure('memory while one does not read 256 MiB', 256 * 1024 * 1024),
];

/** How long a request takes, in a closed loop on connections that stay open. */
function latency(what: string, request: Omit<Extract<Task, { do: 'get' | 'start' }>, 'target'>): Measurement {
  return {
    what,
    async take(side, load) {
      const task = { ...request, target: side.target } satisfies Task;
      const { result, cpuSeconds } = await spent(side, () => ask<Latencies>(load, task));
      return [
        { what: `${what}, p50`, unit: 'ms', value: quantile(result, 0.5) },
        { what: `${what}, p99`, unit: 'ms', value: quantile(result, 0.99) },
        ...processorTime(what, cpuSeconds, result.length),
      ];
    },
  };
}

/** How much comes back of what is sent on so many channels. */
function throughput(what: string, channels: number): Measurement {
  return {
    what,
    async take(side, load) {
      await ask(load, { do: 'open', target: side.target, channels } satisfies Task);
      const samples: Sample[] = [];
      for (const { size, bytes, count, underWay } of FRAMES) {
        const inFlight = Math.min(MOST_OF_A_CHANNEL, Math.max(1, Math.floor(underWay / channels)));
        const task = { do: 'echo', bytes, inFlight, count, seconds: ECHO_SECONDS } satisfies Task;
        const { result, cpuSeconds } = await spent(side, () => ask<Echoed>(load, task));
        const perSecond = result.messages / result.seconds;
        const echo = `echo ${size}, ${what}`;
        samples.push(
          { what: echo, unit: 'messages/s', value: perSecond },
          { what: `${echo}, both ways`, unit: 'MB/s', value: (perSecond * bytes * 2) / 1e6 },
          ...processorTime(echo, cpuSeconds, result.messages),
        );
      }
      await ask(load, { do: 'close' } satisfies Task);
      return samples;
    },
  };
}

/** What a proxy holds of what a kernel sends to somebody who does not read. */
function backPressure(what: string, bytes: number): Measurement {
  return {
    what,
    async take({ target, pid }, load) {
      if (pid === undefined) return [];
      const asked = ask(load, { do: 'not read', target, bytes, seconds: UNREAD_SECONDS } satisfies Task);
      // Just before the end, when all that is taken has been taken.
      await setTimeout(UNREAD_SECONDS * 900);
      const { rssMiB } = await usageOf(pid);
      await asked;
      return [{ what, unit: 'MiB', value: rssMiB }];
    },
  };
}

/** What the process between the ends took of its processor meanwhile; the bare gateway has none. */
async function spent<T>({ pid }: Side, work: () => Promise<T>): Promise<{ result: T; cpuSeconds: number | undefined }> {
  if (pid === undefined) return { result: await work(), cpuSeconds: undefined };
  const before = await usageOf(pid);
  const result = await work();
  return { result, cpuSeconds: (await usageOf(pid)).cpuSeconds - before.cpuSeconds };
}

function processorTime(what: string, cpuSeconds: number | undefined, times: number): readonly Sample[] {
  if (cpuSeconds === undefined) return [];
  return [{ what: `${what}, processor time of the proxy`, unit: 'µs', value: (cpuSeconds / times) * 1e6 }];
}
