import { NaasError } from '@naas/sdk';
import { list } from '../words/index.ts';
import { shortId, type OwnedKernel } from './kernel-words.ts';

/** Which kernels were meant, when it is not simply one person's only one. */
export interface Choice {
  /** A kernel's id or the beginning of one. */
  readonly id?: string | undefined;
  readonly all: boolean;
}

/**
 * Picks the kernels that were meant among one person's; several without a choice stay several, for the person to
 * decide. Throws {@link NaasError} `USAGE` for an id that fits none or more than one.
 */
export function chooseKernels(kernels: readonly OwnedKernel[], { id, all }: Choice): readonly OwnedKernel[] {
  if (id !== undefined && all) throw new NaasError('USAGE', 'Give an ID or --all, not both.');
  if (id === undefined) return kernels;
  const exact = kernels.filter(({ kernel }) => kernel.id === id);
  const matches = exact.length > 0 ? exact : kernels.filter(({ kernel }) => kernel.id.startsWith(id.toLowerCase()));
  if (matches.length === 1) return matches;
  const owner = kernels[0]?.person ?? '';
  const problem =
    matches.length === 0 ? `No kernel of ${owner} begins with` : `More than one kernel of ${owner} begins with`;
  const candidates = matches.length === 0 ? kernels : matches;
  throw new NaasError('USAGE', `${problem} "${id}".`, {
    hint: `There is ${list(candidates.map(({ kernel }) => (matches.length === 0 ? shortId(kernel.id) : kernel.id)))}.`,
  });
}
