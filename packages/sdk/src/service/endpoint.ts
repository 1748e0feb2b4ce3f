import { type Forward, forwardPort, type Kube } from '../kube/index.ts';

/** A way in from outside the cluster, open until it is disposed of. */
export interface Endpoint extends AsyncDisposable {
  /** On this machine's loopback, without a slash at the end. */
  readonly url: string;
  /** Goes into `Authorization: token …`. */
  readonly token: string;
}

export interface EndpointOptions {
  readonly namespace: string;
  readonly service: string;
  readonly port: number;
  readonly token: string;
  readonly signal: AbortSignal;
}

/**
 * The ways into a cluster's Services that are open now. Those who ask for the same one at the same time share it: each
 * costs several requests and a connection.
 */
export class Endpoints {
  readonly #kube: Kube;
  readonly #open = new Map<string, SharedForward>();

  constructor(kube: Kube) {
    this.#kube = kube;
  }

  /** Opens a Service on this machine's loopback, through the API server. */
  async open(options: EndpointOptions): Promise<Endpoint> {
    const { namespace, service, port, token, signal } = options;
    const key = `${namespace}/${service}:${port}`;
    // Without the caller's signal: who gives up must not close the way for the others.
    const shared = this.#open.get(key) ?? { forward: forwardPort(this.#kube, { namespace, service, port }), users: 0 };
    this.#open.set(key, shared);
    shared.users += 1;
    const leave = once(() => this.#leave(key, shared));
    try {
      const { url } = await shared.forward;
      signal.throwIfAborted();
      return { url, token, [Symbol.asyncDispose]: leave };
    } catch (error) {
      await leave();
      throw error;
    }
  }

  async #leave(key: string, shared: SharedForward): Promise<void> {
    shared.users -= 1;
    if (shared.users > 0) return;
    if (this.#open.get(key) === shared) this.#open.delete(key);
    const forward = await shared.forward.catch(() => undefined);
    await forward?.close();
  }
}

interface SharedForward {
  readonly forward: Promise<Forward>;
  users: number;
}

function once(action: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= action());
}
