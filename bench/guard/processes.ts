import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { availableParallelism } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/**
 * Where a process runs. Both ends of a measurement share one processor and what is between them has the other, so that
 * the ends are as fast with a proxy as without one, and what is seen is the proxy.
 */
export type Place = 'ends' | 'between';

/** Of what a program says, so much is kept to explain why it does not answer. */
const MOST_SAID = 2000;
const PROCESSORS: Readonly<Record<Place, number>> = { ends: 0, between: 1 };
export const pinned = process.platform === 'linux' && availableParallelism() > 1;

export interface Program {
  readonly command: readonly string[];
  readonly place: Place;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts a program that is not of the bench; it ends with `await using`. */
export function startProgram({ command, place, env = {} }: Program): Running & { readonly said: () => string } {
  const { file, args } = placed(place, command);
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env } });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-MOST_SAID)));
  return { ...running(child), said: () => said };
}

/** Starts a file of the bench as a process that messages go to and come from. */
export function startPart(file: string, place: Place, args: readonly string[] = []): Running {
  const { file: execPath, args: execArgv } = placed(place, [process.execPath, '--import', 'tsx']);
  const path = fileURLToPath(new URL(file, import.meta.url));
  return running(fork(path, args, { execPath, execArgv, serialization: 'advanced' }));
}

export interface Running extends AsyncDisposable {
  readonly pid: number;
  readonly child: ChildProcess;
}

function running(child: ChildProcess): Running {
  const ended = once(child, 'exit');
  return {
    pid: child.pid ?? 0,
    child,
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      // None has anything to lose, and a guard that is asked to end would first wait for others to notice.
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function placed(place: Place, [file = '', ...args]: readonly string[]): { file: string; args: string[] } {
  if (!pinned) return { file, args };
  return { file: 'taskset', args: ['--cpu-list', String(PROCESSORS[place]), file, ...args] };
}

/** Sends a message to a part and waits for its answer, or for its end, which is a failure. */
export async function ask<T>({ child }: Running, message: object): Promise<T> {
  const settled = new AbortController();
  const { signal } = settled;
  try {
    const answer = once(child, 'message', { signal });
    const ended = once(child, 'exit', { signal }).then(() => Promise.reject(new Error('a process of the bench ended')));
    child.send(message);
    const [value] = (await Promise.race([answer, ended])) as [T | { error: string }];
    if (typeof value === 'object' && value !== null && 'error' in value) throw new Error(value.error);
    return value;
  } finally {
    settled.abort();
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** Waits until a program that was started answers with status 200. */
export async function answers(url: string, { said }: { readonly said: () => string }): Promise<void> {
  const until = Date.now() + 20_000;
  for (;;) {
    const got = await fetch(url).then(
      (response) => response.status,
      (error: unknown) => String(error),
    );
    if (got === 200) return;
    if (Date.now() > until) throw new Error(`${url} does not answer: ${got}\n${said()}`);
    await setTimeout(100);
  }
}

/** What a process uses, as Linux tells it. */
export interface Usage {
  readonly rssMiB: number;
  readonly openFiles: number;
  readonly cpuSeconds: number;
}

/** Clock ticks a second; Linux has 100 on all that Node runs on. */
const TICKS = 100;

export async function usageOf(pid: number): Promise<Usage> {
  const [status, stat, files] = await Promise.all([
    readFile(`/proc/${pid}/status`, 'utf8'),
    readFile(`/proc/${pid}/stat`, 'utf8'),
    readdir(`/proc/${pid}/fd`),
  ]);
  // The second field is the name in brackets, which may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return {
    rssMiB: Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / 1024,
    openFiles: files.length,
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS,
  };
}
