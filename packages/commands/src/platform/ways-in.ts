import { describeError, type Endpoint, type NotebookService } from '@naas/sdk';
import { connectGateway, connectHub, type Gateway, type Hub } from '@naas/user-session';
import type { PlatformCallOptions } from './platform.ts';

/** A connection that lasts as long as the way to it is open. */
export interface WayIn<Connection> extends AsyncDisposable {
  readonly to: Connection;
}

/** Opens a way to the hub with the token of one of the platform's services. */
export function openHub(
  service: NotebookService,
  as: 'operator' | 'proof',
  options: PlatformCallOptions,
): Promise<WayIn<Hub>> {
  return open(() => service.openHub({ ...options, as }), { connect: connectHub, ...options });
}

/** Opens a way to the gateway itself, where every kernel is seen. */
export function openGateway(service: NotebookService, options: PlatformCallOptions): Promise<WayIn<Gateway>> {
  return open(() => service.openGateway(options), { connect: connectGateway, ...options });
}

interface Opening<Connection> extends PlatformCallOptions {
  readonly connect: (address: { url: string; token: string; fetch?: typeof fetch }) => Connection;
}

/**
 * A way that cannot be opened is a hub or gateway that cannot be reached: each call says so with the reason, so that
 * whoever asks treats it like any other that does not answer.
 */
async function open<Connection>(
  way: () => Promise<Endpoint>,
  { connect, signal }: Opening<Connection>,
): Promise<WayIn<Connection>> {
  try {
    const endpoint = await way();
    return { to: connect(endpoint), [Symbol.asyncDispose]: () => endpoint[Symbol.asyncDispose]() };
  } catch (error) {
    signal?.throwIfAborted();
    const reason = new Error(describeError(error).replace(/\.?\n/gu, '; ').replace(/\.$/u, ''));
    const unreachable = connect({ url: 'http://127.0.0.1', token: '', fetch: () => Promise.reject(reason) });
    return { to: unreachable, [Symbol.asyncDispose]: async () => {} };
  }
}
