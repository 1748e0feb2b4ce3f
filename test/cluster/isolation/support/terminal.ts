import { readFile } from 'node:fs/promises';
import { execInPod, type Kube } from '@naas/sdk';
import type { Context } from './attempt.ts';

/** What a program said that ran in a person's terminal. */
export interface Said {
  /** The program's value. */
  readonly value: unknown;
  /** Whether the platform still answered the person afterwards. */
  readonly answers: boolean;
  /** The status of every HTTP answer that came meanwhile. */
  readonly statuses: readonly number[];
}

export interface TerminalPod {
  readonly namespace: string;
  readonly pod: string;
}

const library = await readFile(new URL('../terminal/terminal.py', import.meta.url), 'utf8');
const nfsClient = await readFile(new URL('../terminal/nfs.py', import.meta.url), 'utf8');

/** The whole of a program: the tools, an NFS client as text to run wherever it is wanted, and the body of `attempt`. */
export function program(body: string): string {
  const lines = body.split('\n').map((line) => `    ${line}`);
  // A JSON string is a Python string.
  return [library, `NFS = ${JSON.stringify(nfsClient)}`, 'def attempt():', ...lines, 'main(attempt)', ''].join('\n');
}

/** Runs a program in a person's pod, as their terminal would: by the pod's user, with its environment. */
export async function inTerminal(
  kube: Kube,
  { namespace, pod }: TerminalPod,
  work: { readonly body: string; readonly context: Context },
): Promise<Said> {
  const command = ['python3', '-', JSON.stringify(work.context)];
  const { stdout, stderr, exitCode } = await execInPod(kube, { namespace, pod }, command, {
    stdin: program(work.body),
    deadlineMs: 180_000,
  });
  if (exitCode !== 0) throw new Error(`The program ended with ${exitCode}: ${stderr}`);
  return JSON.parse(stdout) as Said;
}
