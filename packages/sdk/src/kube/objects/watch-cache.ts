import type { KubeObject } from '../object.ts';
import type { WatchEvent } from './watch.ts';

/** The last state of every object a watch has told, so that it tells each change once and misses no deletion. */
export interface WatchCache {
  /** Takes a full list; gives the changes that lead to it. */
  replace(objects: readonly KubeObject[]): WatchEvent[];
  /** Takes one event; gives what is new in it. */
  take(type: WatchEvent['type'], object: KubeObject): WatchEvent | undefined;
}

export function createCache(): WatchCache {
  const known = new Map<string, KubeObject>();

  return {
    replace(objects) {
      const events: WatchEvent[] = [];
      const live = new Map(objects.map((object) => [keyOf(object), object]));
      for (const [key, object] of known) {
        if (live.has(key) && live.get(key)?.metadata.uid === object.metadata.uid) continue;
        known.delete(key);
        events.push({ type: 'DELETED', object });
      }
      for (const object of objects) {
        const event = this.take('ADDED', object);
        if (event) events.push(event);
      }
      return events;
    },
    take(type, object) {
      const key = keyOf(object);
      const before = known.get(key);
      if (type === 'DELETED') {
        known.delete(key);
        return before ? { type, object } : undefined;
      }
      known.set(key, object);
      if (!before) return { type: 'ADDED', object };
      // Versions are compared for sameness only: a restored store may count from lower again.
      return before.metadata.resourceVersion === object.metadata.resourceVersion
        ? undefined
        : { type: 'MODIFIED', object };
    },
  };
}

function keyOf({ metadata }: KubeObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}
