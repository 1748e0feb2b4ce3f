import { execa } from 'execa';

/** A program with its leading arguments, and the environment it sees: nothing else is inherited. */
export interface HelmProcess {
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** How long after SIGTERM the program may still tidy up before it is killed, milliseconds. */
  readonly graceMs: number;
}

export interface HelmOutcome {
  /** Undefined when the program could not be started or was ended by a signal. */
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** Why the program could not be started. */
  readonly startError: string | undefined;
}

/**
 * Runs Helm to its end. An abort asks it to stop (SIGTERM, so that it can mark its release failed), kills it after the
 * grace, and is thrown only when no process is left.
 */
export async function runHelmProcess(
  { command, environment, graceMs }: HelmProcess,
  args: readonly string[],
  signal: AbortSignal,
): Promise<HelmOutcome> {
  signal.throwIfAborted();
  const [program = 'helm', ...leading] = command;
  const subprocess = execa(program, [...leading, ...args], {
    env: environment,
    extendEnv: false,
    stdin: 'ignore',
    reject: false,
    stripFinalNewline: false,
    // A process group of its own: `microk8s helm3` is a script around Helm, and a signal must reach both.
    detached: true,
    cleanup: false,
  });
  const { pid } = subprocess;
  let killer: NodeJS.Timeout | undefined;
  const stop = () => {
    signalGroup(pid, 'SIGTERM');
    killer = setTimeout(() => signalGroup(pid, 'SIGKILL'), graceMs);
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    const result = await subprocess;
    signal.throwIfAborted();
    return {
      exitCode: result.exitCode,
      stdout: result.stdout,
      stderr: result.stderr,
      startError: pid === undefined ? (result.code ?? result.shortMessage ?? 'unknown error') : undefined,
    };
  } finally {
    signal.removeEventListener('abort', stop);
    clearTimeout(killer);
  }
}

function signalGroup(pid: number | undefined, name: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, name);
  } catch {
    // The group has ended already.
  }
}
