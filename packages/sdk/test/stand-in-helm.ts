import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findHelm, type Helm } from '../src/helm/index.ts';

export interface StandInHelm extends AsyncDisposable {
  readonly helm: Helm;
  /** What it was asked, a line each. */
  asked(): Promise<string[]>;
}

/** A shell script in the place of Helm: tells its version, notes what it is asked, then does what the lines say. */
export async function standInHelm(lines: string, version = 'v4.1.4'): Promise<StandInHelm> {
  const directory = await mkdtemp(join(tmpdir(), 'naas-stand-in-'));
  const [program, notes] = [join(directory, 'helm'), join(directory, 'asked')];
  const script = [
    '#!/bin/sh',
    `case "$*" in *"version --template"*) echo ${version}; exit;; esac`,
    `echo "$*" >> ${notes}`,
    lines,
  ];
  await writeFile(program, script.join('\n'));
  await chmod(program, 0o755);
  const helm = await findHelm({ binary: program, environment: { PATH: '/usr/bin:/bin' } });
  return {
    helm,
    asked: async () => (await readFile(notes, 'utf8').catch(() => '')).split('\n').filter(Boolean),
    async [Symbol.asyncDispose]() {
      await helm.close();
      await rm(directory, { recursive: true });
    },
  };
}
