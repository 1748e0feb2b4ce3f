import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parseYaml } from '../../packages/sdk/src/yaml/index.ts';
import { helmBinaries } from '../../tools/helm-binaries.mjs';

const run = promisify(execFile);
const chart = join(import.meta.dirname, '../charts/values-echo');

/** The real programs, the oracle for what YAML means. */
export const helms = Object.entries(await helmBinaries())
  .filter(([name]) => name !== 'kubectl')
  .map(([name, path]) => ({ name, path }));

/** What Helm takes the YAML text of a mapping for; it rejects where Helm does. */
export async function readByHelm(helm: string, text: string): Promise<unknown> {
  const directory = await mkdtemp(join(tmpdir(), 'naas-oracle-'));
  try {
    const file = join(directory, 'values.yaml');
    await writeFile(file, text);
    const { stdout } = await run(helm, ['template', 'echo', chart, '--values', file], { maxBuffer: 2 ** 26 });
    const { data } = parseYaml(stdout) as { data: { json: string } };
    return JSON.parse(Buffer.from(data.json, 'base64').toString());
  } finally {
    await rm(directory, { recursive: true });
  }
}
