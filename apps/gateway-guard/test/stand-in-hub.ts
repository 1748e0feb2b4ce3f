import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A hub that knows tokens and who has a server. */
export interface StandInHub extends AsyncDisposable {
  /** Its API. */
  readonly url: string;
  readonly tokens: Map<string, object>;
  readonly servers: Set<string>;
  /** How often it was asked whose a token is. */
  asked: number;
  /** What it waits for before it says whose a token is. */
  answersAfter: Promise<void>;
  /** Set to let it answer nothing but this status. */
  broken?: number | undefined;
}

/** What the hub says of the token of somebody's server. */
export function serverToken(name: string): object {
  return { kind: 'user', name, scopes: [`access:servers!server=${name}/`, `read:users:name!user=${name}`] };
}

export async function standInHub(): Promise<StandInHub> {
  const tokens = new Map<string, object>();
  const servers = new Set<string>();
  const hub: Omit<StandInHub, 'url' | typeof Symbol.asyncDispose> = {
    tokens,
    servers,
    asked: 0,
    answersAfter: Promise.resolve(),
  };
  const server = createServer((request, response) => {
    const reply = (status: number, content: object) => response.writeHead(status).end(JSON.stringify(content));
    if (hub.broken !== undefined) return reply(hub.broken, {});
    const token = request.headers.authorization?.replace('token ', '') ?? '';
    if (request.url?.startsWith('/hub/api/users')) {
      const items = [...servers].map((name) => ({ name, servers: { '': {} } }));
      return token === 'hub-token' ? reply(200, { items, _pagination: { next: null } }) : reply(403, {});
    }
    hub.asked += 1;
    const user = tokens.get(token);
    return void hub.answersAfter.then(() => (user ? reply(200, user) : reply(403, {})));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return Object.assign(hub, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hub/api`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  });
}
