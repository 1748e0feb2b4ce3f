import { PassThrough } from 'node:stream';
import { inMemoryPlatform, NOW } from '@naas/commands/testing';
import type { Platform } from '@naas/commands';
import { run } from '../src/index.ts';
import type { Io } from '../src/index.ts';

export interface RunNaasOptions {
  readonly platform?: Platform;
  /** What a person types, a line a question; without it nobody is there. */
  readonly answers?: readonly string[];
  readonly env?: Io['env'];
  readonly directory?: string;
  readonly signal?: AbortSignal;
  readonly openPlatform?: Io['openPlatform'];
  /** Letters a line has; makes stdout a terminal. */
  readonly columns?: number;
  readonly sleep?: Io['sleep'];
}

export interface NaasResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** Runs the program in this process as a person would, on a platform in memory unless told; it never throws. */
export async function runNaas(line: string, options: RunNaasOptions = {}): Promise<NaasResult> {
  const { platform = inMemoryPlatform(), answers, columns } = options;
  const written = { stdout: '', stderr: '' };
  const output = (name: 'stdout' | 'stderr') => ({
    write: (text: string) => (written[name] += text),
    ...(columns === undefined || name === 'stderr' ? {} : { isTTY: true, columns }),
  });
  const exitCode = await run(line.split(' ').filter(Boolean), {
    stdout: output('stdout'),
    stderr: output('stderr'),
    ...(answers === undefined ? {} : { terminal: typing(answers) }),
    env: options.env ?? {},
    directory: options.directory ?? '/',
    signal: options.signal ?? new AbortController().signal,
    now: () => NOW,
    sleep: options.sleep ?? (async () => {}),
    openPlatform: options.openPlatform ?? (async () => ({ platform, [Symbol.asyncDispose]: async () => {} })),
  });
  return { ...written, exitCode };
}

/** A terminal where the next line is typed whenever something is asked. */
function typing(answers: readonly string[]): NonNullable<Io['terminal']> {
  const left = [...answers];
  const input = new PassThrough();
  const output = new PassThrough();
  output.on('data', (asked: Buffer) => {
    if (!asked.toString().trimEnd().endsWith(']') && !asked.toString().trimEnd().endsWith(':')) return;
    const answer = left.shift();
    setImmediate(() => (answer === undefined ? input.end() : input.write(`${answer}\n`)));
  });
  return { input, output };
}
