import { Writable } from 'node:stream';
import type { Socket } from 'node:net';
import { PortForward } from '@kubernetes/client-node';
import { wireOf } from '../connection.ts';
import type { Kube } from '../connection.ts';
import { handshakeError } from './handshake-error.ts';

/** The types of the WebSocket library are client-node's own dependency; these are the parts of it in use. */
interface TunnelSocket {
  readonly readyState: number;
  close(): void;
  pause(): void;
  resume(): void;
  addEventListener(type: 'close' | 'error', listener: () => void): void;
}

const OPEN = 1;

/**
 * Joins one TCP connection with one port-forward WebSocket, until either ends; returns once they are joined. To end both,
 * destroy the socket.
 *
 * @throws KubeError when the API server refuses, for instance because the pod is gone.
 */
export async function openTunnel(
  kube: Kube,
  target: { readonly namespace: string; readonly pod: string; readonly port: number; readonly signal: AbortSignal },
  socket: Socket,
): Promise<void> {
  const { namespace, pod, port, signal } = target;
  let tunnel: TunnelSocket | undefined;
  const toClient = new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (!socket.writable || socket.write(chunk)) return done();
      // A slow reader here must slow the pod down, not fill our memory.
      tunnel?.pause();
      socket.once('drain', () => {
        tunnel?.resume();
        done();
      });
    },
  });
  // The kubelet reports "connection refused" and the like here; to the client it is a broken connection.
  const errors = new Writable({
    write(chunk: Buffer, _encoding, done) {
      // The first message of each channel is only the port's number, which client-node cuts off.
      if (chunk.length > 0) socket.destroy();
      done();
    },
  });
  try {
    tunnel = (await new PortForward(wireOf(kube).config).portForward(
      namespace,
      pod,
      [port],
      toClient,
      errors,
      socket,
    )) as unknown as TunnelSocket;
  } catch (error) {
    const path = `/api/v1/namespaces/${namespace}/pods/${pod}/portforward`;
    const subject = { kind: 'Pod', name: pod, namespace };
    const action = `forward port ${port} of Pod ${namespace}/${pod}`;
    throw await handshakeError(kube, error, { path, query: { ports: port }, action, subject, signal });
  }
  const open = tunnel;
  const finish = (): void => {
    if (socket.writable) socket.end();
  };
  open.addEventListener('close', finish);
  open.addEventListener('error', finish);
  socket.once('close', () => open.close());
  if (open.readyState !== OPEN) finish();
  if (signal.aborted || socket.destroyed) open.close();
  socket.resume();
}
