import { NaasError } from '@naas/sdk';
import { errorText } from './error-text.ts';
import { exitCodeOf, exitCodeOfError, type ExitCode } from './exit-codes.ts';
import type { Io } from './io.ts';
import { reportJson } from './render/index.ts';
import { runToReport, writeReport, type Invocation } from './run-command.ts';
import { paintFor, platformFile } from './settings.ts';

const CLEAR_SCREEN = '\u001B[H\u001B[2J';
const DEFAULT_SECONDS = 5;

/** Reads how often to look, in seconds. Throws {@link NaasError} `USAGE` for what is no number above zero. */
export function watchSeconds(value: string | true): number {
  const seconds = value === true ? DEFAULT_SECONDS : Number(value);
  if (Number.isFinite(seconds) && seconds > 0) return seconds;
  throw new NaasError('USAGE', `--watch needs a number of seconds, not "${String(value)}".`);
}

/** Repeats a command until it is interrupted; a look that fails is shown and the next one tried. */
export async function watchCommand(invocation: Invocation, io: Io, seconds: number): Promise<ExitCode> {
  const { options } = invocation;
  const { env, signal } = io;
  const file = platformFile(options, io);
  const { kubeconfig, context } = options;
  await using open = await io.openPlatform({ file, kubeconfig, context, env, signal });
  let code: ExitCode = 0;
  while (!signal.aborted) {
    try {
      const report = await runToReport(invocation, { io, platform: open.platform });
      code = exitCodeOf(report.outcome);
      if (options.json === true) io.stdout.write(reportJson(report, 0));
      else {
        if (io.stdout.isTTY === true) io.stdout.write(CLEAR_SCREEN);
        await writeReport(report, options, io);
      }
    } catch (error) {
      if (signal.aborted) break;
      code = exitCodeOfError(error);
      io.stderr.write(errorText(error, paintFor(io.stderr, options, io)));
    }
    await io.sleep(seconds * 1000, signal);
  }
  return code;
}
