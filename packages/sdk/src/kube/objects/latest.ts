import type { Kube } from '../connection.ts';
import type { KubeObject, ObjectRef } from '../object.ts';
import { followObjects } from './watch.ts';

/** The newest state of one object, kept by a watch. */
export interface Latest {
  readonly object: KubeObject | undefined;
  readonly synced: boolean;
  /** Settles at the next change, or after so many milliseconds; rejects when the watch has failed for good. */
  changed(withinMs: number): Promise<void>;
  readonly ended: Promise<void>;
}

/** Keeps the newest state of one object until the signal aborts. */
export function followLatest(kube: Kube, ref: ObjectRef, signal: AbortSignal): Latest {
  const state: { object?: KubeObject | undefined; synced: boolean; error?: unknown; failed: boolean; news: boolean } = {
    synced: false,
    failed: false,
    news: false,
  };
  let wake = (): void => undefined;
  const tell = (): void => {
    state.news = true;
    wake();
  };
  const selection = {
    fieldSelector: `metadata.name=${ref.name}`,
    signal,
    ...(ref.namespace === undefined ? {} : { namespace: ref.namespace }),
  };
  const run = async (): Promise<void> => {
    for await (const event of followObjects(kube, ref, selection)) {
      if (event.type === 'SYNCED') state.synced = true;
      else state.object = event.type === 'DELETED' ? undefined : event.object;
      if (state.synced) tell();
    }
  };
  const ended = run().catch((error: unknown) => {
    state.failed = true;
    state.error = error;
    tell();
  });
  signal.addEventListener('abort', tell, { once: true });

  return {
    ended,
    get object() {
      return state.object;
    },
    get synced() {
      return state.synced;
    },
    async changed(withinMs) {
      if (!state.news) {
        let timer: NodeJS.Timeout | undefined;
        await new Promise<void>((resolve) => {
          wake = resolve;
          timer = setTimeout(resolve, withinMs);
        });
        clearTimeout(timer);
      }
      state.news = false;
      if (state.failed && !signal.aborted) throw state.error;
    },
  };
}
