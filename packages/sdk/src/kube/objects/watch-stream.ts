import { z } from 'zod';
import { wireOf } from '../connection.ts';
import type { Kube } from '../connection.ts';
import { KubeError, kubeErrorFrom } from '../kube-error.ts';
import { networkErrorFrom } from '../network-error.ts';
import type { KubeObject, ResourceKind } from '../object.ts';
import { openStream } from '../transport.ts';
import { collectionPath } from './kinds.ts';
import type { WatchOptions } from './watch.ts';

/** One line of a watch. */
export interface WatchLine {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK';
  readonly object: KubeObject;
}

const Line = z.discriminatedUnion('type', [
  z.object({
    type: z.enum(['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK']),
    object: z.looseObject({ metadata: z.looseObject({}) }),
  }),
  z.object({ type: z.literal('ERROR'), object: z.looseObject({ code: z.number().default(500) }) }),
]);

/** Seconds after which the server is asked to close: spread, so that many watches do not come back together. */
const LIFE = { least: 300, spread: 300 };

/**
 * Opens one watch connection and gives its lines until it ends.
 *
 * @throws KubeError also for an ERROR line, with the status it carries, and for a silence of `stallMs`.
 */
export async function* openWatch(
  kube: Kube,
  kind: ResourceKind,
  options: Required<Pick<WatchOptions, 'signal' | 'stallMs'>> & WatchOptions & { readonly resourceVersion: string },
): AsyncGenerator<WatchLine, void> {
  const { namespace, labelSelector, fieldSelector, resourceVersion, stallMs, signal } = options;
  const path = await collectionPath(kube, { apiVersion: kind.apiVersion, kind: kind.kind, namespace }, { signal });
  const action = `watch ${kind.kind} objects`;
  const connection = new AbortController();
  const ended = AbortSignal.any([signal, connection.signal]);
  const stalled = new KubeError('KUBE_UNREACHABLE', `The API server fell silent while asked to ${action}.`, {
    status: 0,
    reason: 'Stalled',
    retryable: true,
  });
  let timer = setTimeout(() => connection.abort(stalled), stallMs);
  const query = {
    watch: true,
    allowWatchBookmarks: true,
    timeoutSeconds: LIFE.least + Math.floor(LIFE.spread * wireOf(kube).clock.random()),
    resourceVersion,
    labelSelector,
    fieldSelector,
  };
  try {
    const chunks = await openStream(kube, { path, query, action, signal: ended });
    for await (const text of linesOf(chunks)) {
      clearTimeout(timer);
      timer = setTimeout(() => connection.abort(stalled), stallMs);
      yield parseLine(text, { action, kind });
    }
  } catch (error) {
    if (connection.signal.aborted) throw stalled;
    throw error instanceof KubeError || signal.aborted ? error : networkErrorFrom(error, kube.server);
  } finally {
    clearTimeout(timer);
    connection.abort();
  }
}

/** Cuts a stream of bytes into lines; a last line without its end was cut off and is dropped. */
async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string, void> {
  const decoder = new TextDecoder();
  let pieces: string[] = [];
  for await (const chunk of chunks) {
    const [first = '', ...rest] = decoder.decode(chunk, { stream: true }).split('\n');
    pieces.push(first);
    for (const next of rest) {
      const line = pieces.join('');
      pieces = [next];
      if (line) yield line;
    }
  }
}

function parseLine(text: string, about: { action: string; kind: ResourceKind }): WatchLine {
  let line: z.infer<typeof Line>;
  try {
    line = Line.parse(JSON.parse(text));
  } catch (cause) {
    const message = `The API server sent a line that is no event while asked to ${about.action}.`;
    throw new KubeError('KUBE_UNREACHABLE', message, { status: 200, reason: 'BadBody', retryable: true, cause });
  }
  if (line.type === 'ERROR') {
    throw kubeErrorFrom({ action: about.action, status: line.object.code, body: JSON.stringify(line.object) });
  }
  const object = line.object as unknown as KubeObject;
  delete object.metadata.managedFields;
  return { type: line.type, object };
}
