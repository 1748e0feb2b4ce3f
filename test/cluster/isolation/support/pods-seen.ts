import { type Kube, listObjects, watchObjects } from '@naas/sdk';
import type { Pod } from './attempt.ts';

const POD = { apiVersion: 'v1', kind: 'Pod' };

/** Remembers every pod that was there at any time, however short. */
export interface PodsSeen extends AsyncDisposable {
  /** The pods that came since a mark and report to this gateway. */
  since(mark: number, gatewayAddress: string): Pod[];
  mark(): number;
}

/** Watches the pods of all namespaces. */
export async function watchPods(kube: Kube): Promise<PodsSeen> {
  const stop = new AbortController();
  const there = (await listObjects(kube, POD)) as Pod[];
  const seen = new Map(there.map((pod) => [pod.metadata.uid ?? '', pod]));
  const watching = (async () => {
    for await (const { object } of watchObjects(kube, POD, { signal: stop.signal })) {
      const uid = object.metadata.uid ?? '';
      // As it was made: what becomes of it is of no interest, and the order of the first sight is.
      if (!seen.has(uid)) seen.set(uid, object as Pod);
    }
  })();
  return {
    mark: () => seen.size,
    since: (mark, gatewayAddress) => [...seen.values()].slice(mark).filter((pod) => isOf(pod, gatewayAddress)),
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await watching;
    },
  };
}

/** A kernel's pod is told where its gateway listens. */
function isOf({ spec }: Pod, gatewayAddress: string): boolean {
  return spec.containers.some(({ env = [] }) =>
    env.some(({ name, value }) => name === 'RESPONSE_ADDRESS' && value?.startsWith(`${gatewayAddress}:`)),
  );
}
