/**
 * Puts files of the repository's root into a package for `npm pack`, and takes them out again:
 * `node tools/pack-files.mjs copy|remove NAME...`. npm runs it in the package's directory.
 */
import { cp, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';

const [action, ...names] = process.argv.slice(2);

for (const name of names) {
  const target = join(process.cwd(), name);
  await rm(target, { recursive: true, force: true });
  if (action !== 'copy') continue;
  const source = join(import.meta.dirname, '..', name);
  await cp(source, target, { recursive: true, filter: (path) => basename(path) !== '__pycache__' });
}
