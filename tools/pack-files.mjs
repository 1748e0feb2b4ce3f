/**
 * Puts files of the repository into a package for `npm pack`, and takes them out again:
 * `node tools/pack-files.mjs copy|remove PATH...`, each seen from the repository's root and put at the package's top.
 * npm runs it in the package's directory.
 */
import { existsSync } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';

const [action, ...paths] = process.argv.slice(2);

for (const path of paths) {
  const target = join(process.cwd(), basename(path));
  await rm(target, { recursive: true, force: true });
  if (action !== 'copy') continue;
  const source = join(import.meta.dirname, '..', path);
  if (!existsSync(source)) throw new Error(`${path} is not there: npm run build`);
  await cp(source, target, { recursive: true, filter: (file) => basename(file) !== '__pycache__' });
}
