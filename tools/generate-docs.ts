/** Writes the documents that come from the code; with --check it only says which of them are out of date. */
import { readFile, writeFile } from 'node:fs/promises';
import { configJsonSchema, configReference } from '../packages/sdk/src/config/index.ts';

const documents: Readonly<Record<string, string>> = {
  'docs/configuration.md': configReference(),
  'docs/naas.schema.json': `${JSON.stringify(configJsonSchema(), undefined, 2)}\n`,
};

const check = process.argv.includes('--check');

for (const [path, content] of Object.entries(documents)) {
  const file = new URL(`../${path}`, import.meta.url);
  const present = await readFile(file, 'utf8').catch(() => undefined);
  if (present === content) continue;
  if (check) {
    console.error(`${path} is out of date; run: npm run docs`);
    process.exitCode = 1;
  } else {
    await writeFile(file, content);
    console.log(`wrote ${path}`);
  }
}
