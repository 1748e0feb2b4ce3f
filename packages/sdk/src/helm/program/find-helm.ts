import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { NaasError } from '../../errors.ts';
import { isolatedEnvironment } from './environment.ts';
import { Helm } from './helm.ts';
import { runHelmProcess, type HelmProcess } from './helm-process.ts';

export interface HelmOptions {
  /** The program, or a program with leading arguments. @default `helm` on PATH, else `microk8s helm3` */
  readonly binary?: string | readonly string[];
  /** Path of the kubeconfig, or several as the variable KUBECONFIG joins them. @default what `KUBECONFIG` says */
  readonly kubeconfig?: string;
  /** Context in the kubeconfig. @default its current context */
  readonly context?: string;
  /** The caller's environment: PATH, HOME and proxies are taken from it, `HELM_*` is not. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** How long a cancelled Helm may tidy up before it is killed, milliseconds. @default 10_000 */
  readonly graceMs?: number;
  readonly signal?: AbortSignal;
}

const USUAL_PLACES: readonly (readonly string[])[] = [['helm'], ['microk8s', 'helm3']];

/**
 * Finds a Helm that this product can work with, and learns its version once. Close it to remove its private files.
 *
 * @throws NaasError `HELM_NOT_FOUND` when there is none, `HELM_UNSUPPORTED` when it is older than 3.17 or newer than 4.
 */
export async function findHelm(options: HelmOptions): Promise<Helm> {
  const directory = await mkdtemp(join(tmpdir(), 'naas-helm-'));
  try {
    const { binary } = options;
    const configured = binary === undefined ? undefined : typeof binary === 'string' ? [binary] : binary;
    const process: Omit<HelmProcess, 'command'> = {
      environment: isolatedEnvironment(options.environment, directory, options.kubeconfig),
      graceMs: options.graceMs ?? 10_000,
    };
    for (const command of configured ? [configured] : USUAL_PLACES) {
      const version = await askVersion({ ...process, command }, options.signal);
      if (version === undefined) continue;
      return new Helm({
        version,
        major: supportedMajor(version, command),
        process: { ...process, command },
        clusterFlags: clusterFlags(options),
        directory,
      });
    }
    throw notFound(configured);
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
}

/** What Helm says of itself, without the leading `v`; undefined when the program is not there or is not Helm. */
async function askVersion(process: HelmProcess, signal: AbortSignal | undefined): Promise<string | undefined> {
  // A program that waits for something, a password perhaps, is none that can be used.
  const deadline = AbortSignal.timeout(30_000);
  const either = signal ? AbortSignal.any([signal, deadline]) : deadline;
  try {
    const outcome = await runHelmProcess(process, ['version', '--template', '{{.Version}}'], either);
    return outcome.exitCode === 0 ? /v(\d+\.\d+\.\S+)/.exec(outcome.stdout)?.[1] : undefined;
  } catch (error) {
    if (signal?.aborted) throw error;
    return undefined;
  }
}

function supportedMajor(version: string, command: readonly string[]): 3 | 4 {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major === 4) return 4;
  if (major === 3 && minor >= 17) return 3;
  throw new NaasError(
    'HELM_UNSUPPORTED',
    `${command.join(' ')} is Helm ${version}; 3.17 or newer, or 4.x, is needed.`,
    {
      hint: 'Install a newer Helm (https://helm.sh/docs/intro/install/), or name another with `helm.binary`.',
    },
  );
}

function notFound(configured: readonly string[] | undefined): NaasError {
  const sentence = configured
    ? `${configured.join(' ')} is not there or is not Helm.`
    : 'There is no Helm: neither `helm` on PATH nor `microk8s helm3` answers.';
  return new NaasError('HELM_NOT_FOUND', sentence, {
    hint: 'Install Helm 3.17 or newer, or 4.x (https://helm.sh/docs/intro/install/); on MicroK8s: microk8s enable helm3.',
  });
}

function clusterFlags({ kubeconfig, context }: HelmOptions): string[] {
  const flags: string[] = [];
  // The flag takes one path only: several are said by the environment.
  if (kubeconfig !== undefined && !kubeconfig.includes(delimiter)) flags.push('--kubeconfig', resolve(kubeconfig));
  if (context !== undefined) flags.push('--kube-context', context);
  return flags;
}
