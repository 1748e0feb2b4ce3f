import { createHash } from 'node:crypto';
import { z } from 'zod';
import { NaasError } from '../errors.ts';
import { type FileSet, inOrder } from './file-set.ts';

const listingSchema = z.object({
  changed: z.boolean(),
  files: z.array(z.object({ path: z.string(), sha256: z.string() })),
});

/** What a publishing or listing pod found on the share in the end. */
export interface ShareListing {
  /** Whether this run changed what the gateway sees. */
  readonly changed: boolean;
  /** Every file below a kernelspec's directory, ours or not; an unreadable one has an empty hash. */
  readonly files: readonly { readonly path: string; readonly sha256: string }[];
}

export interface KernelspecFileState {
  readonly path: string;
  /** `foreign` is a file on the share that the platform does not want there, such as one that others put there. */
  readonly state: 'same' | 'changed' | 'missing' | 'foreign';
}

/** Reads what the pod of `publishCommand` or `listCommand` printed. Throws `KERNELSPEC_INVALID` when it is something else. */
export function parseShareListing(output: string): ShareListing {
  const line = output.trim().split('\n').at(-1) ?? '';
  try {
    return listingSchema.parse(JSON.parse(line));
  } catch (cause) {
    throw new NaasError(
      'KERNELSPEC_INVALID',
      `The kernelspecs on the share could not be listed: ${line.slice(0, 300)}`,
      { cause },
    );
  }
}

/** Compares the files a platform wants with those on the share; sorted by path. */
export function compareKernelspecs(desired: FileSet, actual: ShareListing['files']): KernelspecFileState[] {
  const found = new Map(actual.map(({ path, sha256 }) => [path, sha256]));
  const wanted = inOrder(desired).map(([path, { content }]): KernelspecFileState => {
    const hash = found.get(path);
    if (hash === undefined) return { path, state: 'missing' };
    return { path, state: hash === createHash('sha256').update(content).digest('hex') ? 'same' : 'changed' };
  });
  const foreign = actual
    .filter(({ path }) => !desired.files.has(path))
    .map(({ path }): KernelspecFileState => ({ path, state: 'foreign' }));
  return [...wanted, ...foreign].sort((a, b) => (a.path < b.path ? -1 : Number(a.path > b.path)));
}
