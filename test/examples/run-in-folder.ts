import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

export interface RunInFolderOptions {
  /** Where the program starts. */
  readonly folder: string;
  /** Added to this process's own; undefined takes one away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** The folder of the example scripts. */
export const EXAMPLES = fileURLToPath(new URL('../../docs/examples/', import.meta.url));

const TSX = import.meta.resolve('tsx');

/** Runs a program to its end in a folder; a failing one is an answer, not an error. */
export function runInFolder(
  command: string,
  args: readonly string[],
  { folder, env }: RunInFolderOptions,
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const options = { cwd: folder, env: { ...process.env, ...env }, maxBuffer: 16 * 1024 * 1024 };
    execFile(command, args, options, (error, stdout, stderr) => {
      if (error && typeof error.code !== 'number') reject(error);
      else resolve({ stdout, stderr, exitCode: Number(error?.code ?? 0) });
    });
  });
}

/** Runs one of the examples from the sources of this repository, as its reader would run it. */
export function runExample(name: string, args: readonly string[], options: RunInFolderOptions): Promise<Outcome> {
  const node = ['--import', TSX, '--conditions', '@naas/source', `${EXAMPLES}${name}.ts`, ...args];
  return runInFolder(process.execPath, node, options);
}
