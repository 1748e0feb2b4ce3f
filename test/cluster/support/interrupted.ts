import { spawn } from 'node:child_process';
import type { Ran } from './run.ts';

export interface InterruptedOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** After how many lines of progress that report a step as done. */
  readonly afterSteps: number;
  /** @default 'SIGKILL' */
  readonly signal?: NodeJS.Signals;
}

const STEP_DONE = /^✓ (?!proof)/;

/**
 * Runs a program and sends it a signal when it has reported so many steps as done, which with 0 is when it reports the
 * first one as begun. Says how many there were, and whether it ended before its time had come.
 */
export function interrupted(
  command: string,
  args: readonly string[],
  options: InterruptedOptions,
): Promise<Ran & { readonly steps: number; readonly wasInterrupted: boolean }> {
  const { afterSteps, signal = 'SIGKILL' } = options;
  const start = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env: { ...process.env, ...options.env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    let sent = false;
    const steps = () => stderr.split('\n').filter((line) => STEP_DONE.test(line)).length;
    child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
    child.stderr.on('data', (data: Buffer) => {
      stderr += data.toString();
      if (sent || steps() < afterSteps || !stderr.includes('\n')) return;
      sent = child.kill(signal);
    });
    child.on('error', reject);
    child.on('close', (code, endedBy) =>
      resolve({
        stdout,
        stderr,
        exitCode: code ?? -1,
        elapsedMs: performance.now() - start,
        steps: steps(),
        wasInterrupted: endedBy === signal,
      }),
    );
  });
}
