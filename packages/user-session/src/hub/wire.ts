import type { Clock } from '../clock.ts';
import { type Endpoint, makeEndpoint } from '../http/index.ts';

export interface HubOptions {
  /** The proxy's address, as `http://127.0.0.1:8000`; the REST API is under its `/hub/api`. */
  readonly url: string;
  readonly token: string;
  readonly fetch?: typeof fetch;
  readonly clock?: Clock;
}

/** A connection to JupyterHub. It holds nothing open. */
export interface Hub {
  /** The REST API. */
  readonly api: Endpoint;
  /** A person's server, behind the same proxy and with the same token. */
  readonly serverApi: (server: ServerRef) => Endpoint;
}

/** Names a server: whose it is and, for a named one, its name. */
export interface ServerRef {
  readonly user: string;
  /** @default '' the default server */
  readonly server?: string;
}

export function connectHub(options: HubOptions): Hub {
  const base = options.url.endsWith('/') ? options.url : `${options.url}/`;
  const codes = { unreachable: 'HUB_UNREACHABLE', refused: 'HUB_REFUSED' } as const;
  return {
    api: makeEndpoint({ ...options, url: `${base}hub/api/`, name: 'the hub', codes }),
    serverApi: (server) =>
      makeEndpoint({ ...options, url: base + serverPath(server), name: serverWords(server), codes }),
  };
}

/** The server in the middle of a sentence. */
export function serverWords({ user, server = '' }: ServerRef): string {
  return server === '' ? `the server of ${user}` : `the server ${server} of ${user}`;
}

/** Path of a person in the REST API. */
export function userPath(name: string): string {
  return `users/${encodeURIComponent(name)}`;
}

/** Path of a server in the REST API. */
export function serverApiPath({ user, server = '' }: ServerRef): string {
  return server === '' ? `${userPath(user)}/server` : `${userPath(user)}/servers/${encodeURIComponent(server)}`;
}

/** Path of a server itself, as `user/alice/`, encoded as JupyterHub does. */
export function serverPath({ user, server = '' }: ServerRef): string {
  return server === '' ? `user/${quote(user)}/` : `user/${quote(user)}/${quote(server)}/`;
}

// The hub routes `%40` but the server behind it answers 404: an at sign stays, and all that Python's quote() encodes goes.
function quote(name: string): string {
  return encodeURIComponent(name)
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%40', '@');
}
