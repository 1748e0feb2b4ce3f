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

/** Opens a Service of the cluster on this machine's loopback, through the API server. */
export async function openEndpoint(kube: Kube, options: EndpointOptions): Promise<Endpoint> {
  const { namespace, service, port, token, signal } = options;
  const forward: Forward = await forwardPort(kube, { namespace, service, port }, { signal });
  return { url: forward.url, token, [Symbol.asyncDispose]: () => forward[Symbol.asyncDispose]() };
}
