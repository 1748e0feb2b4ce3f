import { setTimeout as sleep } from 'node:timers/promises';
import type { Io } from './io.ts';
import { openPlatform } from './open-platform.ts';
import { run } from './run.ts';

const stop = new AbortController();

function interrupt(): void {
  if (stop.signal.aborted) process.exit(130);
  process.stderr.write('\nstopping when the step at hand has ended… (again to quit at once)\n');
  stop.abort();
}

process.on('SIGINT', interrupt);
process.on('SIGTERM', interrupt);
// A reader that went away, as in `naas status | head`, is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

const io: Io = {
  stdout: process.stdout,
  stderr: process.stderr,
  ...(process.stdin.isTTY && process.stderr.isTTY
    ? { terminal: { input: process.stdin, output: process.stderr } }
    : {}),
  env: process.env,
  directory: process.cwd(),
  signal: stop.signal,
  now: Date.now,
  sleep: async (ms, signal) => {
    await sleep(ms, undefined, { signal }).catch(() => undefined);
  },
  openPlatform,
};

process.exitCode = await run(process.argv.slice(2), io);
