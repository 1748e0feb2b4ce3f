import { EventEmitter, on } from 'node:events';
import type { PodEvent, PodList, PodsApi } from '../src/kernels/pods-api.ts';

export interface PodWish {
  readonly kernelId: string;
  readonly person: string;
  readonly home?: string;
  readonly waiting?: { readonly reason: string; readonly message?: string };
}

/** Pods of kernels in memory, with a list and a watch as the API server has them. */
export class InMemoryPods implements PodsApi {
  readonly asked: string[] = [];
  readonly removed: string[] = [];
  /** Set to make every question fail. */
  broken = false;
  /** What a list waits for. */
  listsAfter = Promise.resolve();
  /** Set to let pods appear in lists and not in the watch. */
  quiet = false;
  readonly #pods = new Map<string, object>();
  readonly #events = new EventEmitter();
  #version = 1;

  add(wish: PodWish): void {
    const { kernelId, person, home = person, waiting } = wish;
    this.#version += 1;
    const pod = {
      metadata: {
        uid: `uid-${kernelId}`,
        name: `nb-${kernelId}`,
        creationTimestamp: new Date().toISOString(),
        resourceVersion: String(this.#version),
        labels: { component: 'kernel', kernel_id: kernelId, 'naas.dev/user': home },
        annotations: { 'naas.dev/user': person },
      },
      ...(waiting && { status: { containerStatuses: [{ state: { waiting } }] } }),
    };
    this.#pods.set(kernelId, pod);
    if (!this.quiet) this.#events.emit('event', { type: 'ADDED', object: pod } satisfies PodEvent);
  }

  drop(kernelId: string): void {
    const object = this.#pods.get(kernelId);
    this.#pods.delete(kernelId);
    if (object) this.#events.emit('event', { type: 'DELETED', object } satisfies PodEvent);
  }

  async list({ kernelId }: { readonly kernelId?: string }): Promise<PodList> {
    this.asked.push(kernelId ?? 'all');
    await this.listsAfter;
    if (this.broken) throw new Error('the API server is away');
    const items = [...this.#pods].filter(([id]) => kernelId === undefined || id === kernelId).map(([, pod]) => pod);
    return { resourceVersion: String(this.#version), items };
  }

  async *watch(_version: string, signal: AbortSignal): AsyncIterable<PodEvent> {
    for await (const [event] of on(this.#events, 'event', { signal })) yield event as PodEvent;
  }

  remove({ podName, uid }: { readonly podName: string; readonly uid: string }): Promise<boolean> {
    const id = uid.replace('uid-', '');
    const wasThere = this.#pods.has(id);
    if (wasThere) this.removed.push(podName);
    this.drop(id);
    return Promise.resolve(wasThere);
  }
}
