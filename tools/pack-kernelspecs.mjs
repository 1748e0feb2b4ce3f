// Puts kernelspecs/ into a package for `npm pack`, and takes it out again: `node tools/pack-kernelspecs.mjs copy|remove`.
// npm runs it in the package's directory.
import { cp, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';

const target = join(process.cwd(), 'kernelspecs');
await rm(target, { recursive: true, force: true });
if (process.argv[2] === 'copy') {
  const source = join(import.meta.dirname, '../kernelspecs');
  await cp(source, target, { recursive: true, filter: (path) => basename(path) !== '__pycache__' });
}
