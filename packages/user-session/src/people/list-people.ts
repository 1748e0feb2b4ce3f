import { NaasError } from '@naas/sdk';
import { type Gateway, listKernels } from '../gateway/index.ts';
import type { CallOptions } from '../http/index.ts';
import { type Hub, listUsers } from '../hub/index.ts';
import { joinPeople } from './join-people.ts';
import type { KernelPod } from './kernel-pods.ts';
import type { People } from './person.ts';

export interface PeopleSources {
  readonly hub: Hub;
  readonly gateway: Gateway;
  /** Reads the kernels' pods, as {@link listKernelPods} does. */
  readonly kernelPods: (options: CallOptions) => Promise<readonly KernelPod[]>;
}

/**
 * Tells who has which servers and kernels. One of the three that does not answer leaves a gap, named in `gaps`; only
 * when none answers does this throw.
 */
export async function listPeople(sources: PeopleSources, options: CallOptions = {}): Promise<People> {
  const [users, kernels, pods] = await Promise.allSettled([
    listUsers(sources.hub, options),
    listKernels(sources.gateway, options),
    sources.kernelPods(options),
  ]);
  options.signal?.throwIfAborted();
  const gaps = [users, kernels, pods]
    .filter((result) => result.status === 'rejected')
    .map(({ reason }) => asGap(reason));
  if (gaps.length === 3) throw gaps[0];
  return joinPeople(
    { users: valueOf(users), kernels: valueOf(kernels), pods: valueOf(pods), now: sources.hub.api.clock.now() },
    gaps,
  );
}

function valueOf<T>(result: PromiseSettledResult<T>): T | undefined {
  return result.status === 'fulfilled' ? result.value : undefined;
}

/** A failure of ours is a gap; anything else is a mistake and must not pass for one. */
function asGap(error: unknown): NaasError {
  if (NaasError.is(error)) return error;
  throw error;
}
