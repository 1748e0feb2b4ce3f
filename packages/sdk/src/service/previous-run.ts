import { listRuns } from '../engine/index.ts';
import { NaasError } from '../errors.ts';
import type { Kube } from '../kube/index.ts';

/** The run whose result was there before the last one changed it: the last but one that came to its end. */
export async function previousRun(kube: Kube, signal: AbortSignal): Promise<number> {
  const runs = await listRuns(kube, { signal });
  const [, before] = runs.filter(({ outcome, intent }, at) => at === 0 || (outcome === 'done' && intent !== 'destroy'));
  if (before) return before.number;
  throw new NaasError('USAGE', 'There is no earlier run to go back to.', { hint: 'See what was done: naas history' });
}
