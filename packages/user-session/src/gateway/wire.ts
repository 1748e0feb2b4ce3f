import type { Clock } from '../clock.ts';
import { type Endpoint, makeEndpoint } from '../http/index.ts';

export interface GatewayOptions {
  /** The gateway's address, as `http://127.0.0.1:8888`. */
  readonly url: string;
  readonly token: string;
  /** What errors call it. @default 'the gateway (Service enterprise-gateway)' */
  readonly name?: string;
  readonly fetch?: typeof fetch;
  readonly clock?: Clock;
}

/** A connection to Jupyter Enterprise Gateway, with the operator's view: every kernel. It holds nothing open. */
export interface Gateway {
  readonly api: Endpoint;
}

export const GATEWAY_WORDS = 'the gateway (Service enterprise-gateway)';

export function connectGateway(options: GatewayOptions): Gateway {
  const base = options.url.endsWith('/') ? options.url : `${options.url}/`;
  const codes = { unreachable: 'GATEWAY_UNREACHABLE', refused: 'GATEWAY_REFUSED' } as const;
  return { api: makeEndpoint({ ...options, url: `${base}api/`, name: options.name ?? GATEWAY_WORDS, codes }) };
}

/** Path of a kernel in the REST API of the gateway, and of a person's server. */
export function kernelPath(id: string): string {
  return `kernels/${encodeURIComponent(id)}`;
}
