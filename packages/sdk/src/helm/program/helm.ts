import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { NaasError } from '../../errors.ts';
import { formatYaml } from '../../yaml/index.ts';
import { helmError } from '../errors/helm-error.ts';
import { runHelmProcess, type HelmOutcome, type HelmProcess } from './helm-process.ts';

export interface HelmParts {
  readonly version: string;
  readonly major: 3 | 4;
  readonly process: HelmProcess;
  /** Flags that say which cluster, given with every command. */
  readonly clusterFlags: readonly string[];
  /** Private to this instance (0700) and removed when it is closed. */
  readonly directory: string;
}

export interface RunHelmOptions {
  readonly signal?: AbortSignal | undefined;
  /** What the command is about, for error sentences. */
  readonly subject?: { readonly name: string; readonly namespace: string };
  /** Written to a private file and given with `--values`; masked in errors. */
  readonly values?: Readonly<Record<string, unknown>>;
  /** After this many milliseconds Helm itself is stopped. @default 60_000 */
  readonly deadlineMs?: number;
}

/** One Helm program, found and told apart, run isolated from the person's own Helm set-up. */
export class Helm implements AsyncDisposable {
  /** As Helm says it, without the leading `v`. */
  readonly version: string;
  readonly major: 3 | 4;
  /** Program and leading arguments: `['helm']`, or `['microk8s', 'helm3']`. */
  readonly command: readonly string[];
  readonly #parts: HelmParts;
  #closed = false;

  constructor(parts: HelmParts) {
    this.version = parts.version;
    this.major = parts.major;
    this.command = parts.process.command;
    this.#parts = parts;
  }

  /**
   * Runs one Helm command and gives what it printed.
   *
   * @throws NaasError with a `HELM_*` or `KUBE_*` code when Helm fails, `TIMED_OUT` at the deadline; an abort is thrown
   * as the signal's reason, after Helm has ended.
   */
  async run(args: readonly string[], options: RunHelmOptions = {}): Promise<string> {
    if (this.#closed) throw new NaasError('HELM_FAILED', 'Helm was asked to run after it was closed.');
    const { values } = options;
    if (values === undefined) return this.#run(args, options);
    const file = `${this.#parts.directory}/values-${randomUUID()}.yaml`;
    try {
      await writeFile(file, formatYaml(values), { mode: 0o600, flag: 'wx' });
      return await this.#run([...args, '--values', file], options);
    } finally {
      await rm(file, { force: true });
    }
  }

  async #run(args: readonly string[], options: RunHelmOptions): Promise<string> {
    const { deadlineMs = 60_000 } = options;
    const deadline = AbortSignal.timeout(deadlineMs);
    const signal = options.signal ? AbortSignal.any([options.signal, deadline]) : deadline;
    const flags = this.#parts.clusterFlags;
    const outcome = await runHelmProcess(this.#parts.process, [...args, ...flags], signal).catch((error: unknown) => {
      if (error === deadline.reason) throw tooLate(args, deadlineMs, error);
      throw error;
    });
    return this.#output(outcome, args, options);
  }

  #output(outcome: HelmOutcome, args: readonly string[], options: RunHelmOptions): string {
    if (outcome.startError !== undefined) {
      throw new NaasError('HELM_NOT_FOUND', `${this.command.join(' ')} cannot be started: ${outcome.startError}.`);
    }
    if (outcome.exitCode === 0) return outcome.stdout;
    throw helmError(outcome.stderr, {
      action: args[0] ?? '',
      exitCode: outcome.exitCode,
      subject: options.subject,
      values: options.values,
    });
  }

  /** Removes the private directory; commands that still run are not waited for. */
  async close(): Promise<void> {
    this.#closed = true;
    await rm(this.#parts.directory, { recursive: true, force: true });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

function tooLate(args: readonly string[], deadlineMs: number, cause: unknown): NaasError {
  return new NaasError('TIMED_OUT', `helm ${args[0] ?? ''} did not end within ${Math.round(deadlineMs / 1000)} s.`, {
    hint: 'Check that the Kubernetes API server and the chart repository answer.',
    retryable: true,
    cause,
  });
}
