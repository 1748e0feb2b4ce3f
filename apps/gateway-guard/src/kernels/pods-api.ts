import { readFile } from 'node:fs/promises';
import { z } from 'zod';

/** What happened to a pod, or that the watch is at this version without anything having happened. */
export interface PodEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK';
  readonly object: unknown;
}

/** The pods of kernels, as the guard may see them. */
export interface PodsApi {
  list(options: { readonly kernelId?: string; readonly signal?: AbortSignal }): Promise<PodList>;
  /** Ends when the server ends it, and throws when the version is too old or the connection breaks. */
  watch(resourceVersion: string, signal: AbortSignal): AsyncIterable<PodEvent>;
  /** Deletes a pod; false when it was gone already. */
  remove(pod: { readonly podName: string; readonly uid: string }): Promise<boolean>;
}

export interface PodList {
  readonly resourceVersion: string;
  readonly items: readonly unknown[];
}

export interface PodsApiOptions {
  /** As `https://10.152.183.1:443`. */
  readonly url: string;
  readonly namespace: string;
  /** Where the account's token is; the kubelet renews the file. */
  readonly tokenFile: string;
  readonly fetch?: typeof fetch;
}

const PAGE = 500;
const WATCH_SECONDS = 290;
/** Bookmarks come about every minute: a watch that is silent for longer is no watch any more. */
const SILENT_MS = 150_000;
const TIMEOUT_MS = 10_000;
const KERNELS = 'component=kernel';

const listSchema = z.object({
  metadata: z.object({ resourceVersion: z.string(), continue: z.string().optional() }),
  items: z.array(z.unknown()),
});
const eventSchema = z.object({
  type: z.enum(['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK', 'ERROR']),
  object: z.unknown(),
});

/** Asks the API server by plain `fetch`: https://kubernetes.io/docs/reference/using-api/api-concepts/. */
export function podsApi({ url, namespace, tokenFile, fetch: call = fetch }: PodsApiOptions): PodsApi {
  const pods = `${url}/api/v1/namespaces/${namespace}/pods`;
  const ask = async (target: string, init: RequestInit) => {
    const token = (await readFile(tokenFile, 'utf8')).trim();
    const headers = {
      authorization: `Bearer ${token}`,
      accept: 'application/json',
      ...(init.body !== undefined && { 'content-type': 'application/json' }),
    };
    return await call(target, { ...init, headers });
  };
  return {
    async list({ kernelId, signal }) {
      const within = AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), ...(signal ? [signal] : [])]);
      const labelSelector = kernelId === undefined ? KERNELS : `${KERNELS},kernel_id=${kernelId}`;
      const items: unknown[] = [];
      let next: string | undefined;
      for (;;) {
        const query = new URLSearchParams({ labelSelector, limit: String(PAGE), ...(next && { continue: next }) });
        const response = await ask(`${pods}?${query.toString()}`, { signal: within });
        if (!response.ok) throw new Error(`listing pods: status ${response.status}`);
        const page = listSchema.parse(await response.json());
        items.push(...page.items);
        next = page.metadata.continue;
        if (!next) return { resourceVersion: page.metadata.resourceVersion, items };
      }
    },
    async *watch(resourceVersion, signal) {
      const silence = new AbortController();
      const query = new URLSearchParams({
        labelSelector: KERNELS,
        watch: 'true',
        allowWatchBookmarks: 'true',
        timeoutSeconds: String(WATCH_SECONDS),
        resourceVersion,
      });
      const timer = setTimeout(() => silence.abort(new Error('the watch is silent')), SILENT_MS);
      try {
        const response = await ask(`${pods}?${query.toString()}`, {
          signal: AbortSignal.any([signal, silence.signal]),
        });
        if (!response.ok || response.body === null) throw new Error(`watching pods: status ${response.status}`);
        for await (const line of lines(response.body)) {
          timer.refresh();
          const { type, object } = eventSchema.parse(JSON.parse(line));
          if (type === 'ERROR') throw new Error('watching pods: the version is too old');
          yield { type, object };
        }
      } finally {
        clearTimeout(timer);
      }
    },
    async remove({ podName, uid }) {
      const response = await ask(`${pods}/${podName}`, {
        method: 'DELETE',
        // Only this pod: a kernel that restarts has another of the same name.
        body: JSON.stringify({ apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid } }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await response.body?.cancel();
      if (response.status === 404 || response.status === 409) return false;
      if (!response.ok) throw new Error(`deleting pod ${podName}: status ${response.status}`);
      return true;
    },
  };
}

async function* lines(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = parts.pop() ?? '';
    yield* parts.filter((line) => line.trim() !== '');
  }
}
