import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { NaasError } from '../errors.ts';
import { type Kernelspec, readKernelspec, type ReadKernelspecOptions } from './read-kernelspec.ts';

/** The kernelspecs that come with this package. */
const BUILT_IN_KERNELSPECS: readonly string[] = ['python_kubernetes'];

/** Reads a kernelspec that comes with this package. Throws `KERNELSPEC_INVALID` for a name that none of them has. */
export async function builtInKernelspec(name: string, options: ReadKernelspecOptions = {}): Promise<Kernelspec> {
  if (!BUILT_IN_KERNELSPECS.includes(name)) {
    throw new NaasError('KERNELSPEC_INVALID', `There is no kernelspec called ${name}.`, {
      hint: `Built in: ${BUILT_IN_KERNELSPECS.join(', ')}.`,
    });
  }
  return await readKernelspec(shippedFile(name), options);
}

/**
 * The path of a file in `kernelspecs/`: in the packed package beside `dist`; in the repository at its root, which is one
 * folder nearer for a program bundled into one file.
 */
export function shippedFile(path: string): string {
  const places = ['../../kernelspecs/', '../../../kernelspecs/', '../../../../kernelspecs/'];
  const found = places
    .map((place) => fileURLToPath(new URL(place + path, import.meta.url)))
    .find((file) => existsSync(file));
  if (!found) {
    throw new NaasError('KERNELSPEC_INVALID', `The file kernelspecs/${path} is missing in the package @naas/sdk.`, {
      hint: 'Install @naas/sdk again.',
    });
  }
  return found;
}
