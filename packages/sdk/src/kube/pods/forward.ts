import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { once } from 'node:events';
import { NaasError } from '../../errors.ts';
import type { Kube } from '../connection.ts';
import { openTunnel } from './tunnel.ts';
import { podBehind } from './service-target.ts';
import type { PodPort } from './service-target.ts';

/** What to reach: a Service by its own port, or a pod by its. */
export interface ForwardTarget {
  readonly namespace: string;
  readonly service?: string;
  readonly pod?: string;
  readonly port: number;
}

/** A port of this machine's loopback that leads into the cluster until it is closed. */
export interface Forward extends AsyncDisposable {
  /** Such as `http://127.0.0.1:40123`. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Opens a port on this machine's loopback that leads to a pod, through the API server.
 *
 * A Service's pod is chosen anew when the last one cannot be reached, so that the forward outlives a restart of it. The
 * signal closes it, as `close` does.
 *
 * @throws NaasError `COMPONENT_NOT_READY` when the Service has no ready pod, `KUBE_NOT_FOUND` when there is no such
 * Service or port.
 */
export async function forwardPort(
  kube: Kube,
  target: ForwardTarget,
  options: { readonly signal?: AbortSignal } = {},
): Promise<Forward> {
  const sockets = new Set<Socket>();
  const closing = new AbortController();
  let current = await resolveTarget(kube, target, options);

  async function serve(socket: Socket): Promise<void> {
    const tunnel = { namespace: target.namespace, signal: closing.signal };
    try {
      await openTunnel(kube, { ...tunnel, ...current }, socket);
    } catch {
      if (closing.signal.aborted || socket.destroyed) return;
      current = await resolveTarget(kube, target, { signal: closing.signal });
      await openTunnel(kube, { ...tunnel, ...current }, socket);
    }
  }

  const server = createServer({ pauseOnConnect: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    // Whoever connected sees a broken connection, as from any server that is down.
    socket.on('error', () => socket.destroy());
    serve(socket).catch(() => socket.destroy());
  });
  const port = await listen(server);

  const close = async (): Promise<void> => {
    options.signal?.removeEventListener('abort', onAbort);
    closing.abort();
    for (const socket of sockets) socket.destroy();
    if (!server.listening) return;
    server.close();
    await once(server, 'close');
  };
  const onAbort = (): void => void close();
  options.signal?.addEventListener('abort', onAbort, { once: true });
  // One that aborted before it was listened to would leave the port open for ever.
  if (options.signal?.aborted) await close();
  options.signal?.throwIfAborted();
  return { url: `http://127.0.0.1:${port}`, port, close, [Symbol.asyncDispose]: close };
}

async function resolveTarget(kube: Kube, target: ForwardTarget, options: { signal?: AbortSignal }): Promise<PodPort> {
  const { namespace, service, pod, port } = target;
  if (service !== undefined) return podBehind(kube, { namespace, name: service, port }, options);
  if (pod !== undefined) return { pod, port };
  throw new NaasError('USAGE', 'A port forward needs a service or a pod.');
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('a TCP server without a port');
  return address.port;
}
