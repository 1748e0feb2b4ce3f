import type { NaasErrorCode } from '@naas/sdk';
import { type Clock, systemClock } from '../clock.ts';

export interface EndpointOptions {
  readonly url: string;
  readonly token: string;
  /** What a person calls it, in the middle of a sentence. */
  readonly name: string;
  readonly codes: { readonly unreachable: NaasErrorCode; readonly refused: NaasErrorCode };
  readonly fetch?: typeof fetch;
  readonly clock?: Clock;
}

/** A REST service: where it is, what it is called, and how to show who asks. */
export interface Endpoint {
  /** Ends in a slash. */
  readonly url: string;
  readonly name: string;
  readonly codes: EndpointOptions['codes'];
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  /** The Authorization header. A function, so that printing an endpoint never prints its token. */
  readonly authorization: () => string;
}

export function makeEndpoint(options: EndpointOptions): Endpoint {
  const { url, token, name, codes } = options;
  return {
    url: url.endsWith('/') ? url : `${url}/`,
    name,
    codes,
    fetch: options.fetch ?? fetch,
    clock: options.clock ?? systemClock,
    authorization: () => `token ${token}`,
  };
}
