import { createServer, type Server } from 'node:http';
import { HUB_TOKEN, people } from '../people.ts';

/** What the guard asks the hub: whose token that is, and whose servers run. */
export function hub(): Server {
  const byToken = new Map(people.map((person) => [person.token, person]));
  return createServer((request, response) => {
    const token = /^(?:token|bearer) (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const { pathname } = new URL(request.url ?? '/', 'http://hub');
    const person = byToken.get(token);
    const reply = (status: number, body: unknown) => {
      response.writeHead(status, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    if (pathname === '/hub/api/user' && person) return reply(200, user(person.name));
    if (pathname === '/hub/api/users' && token === HUB_TOKEN) {
      return reply(200, { items: people.map(({ name }) => user(name)), _pagination: { offset: 0, next: null } });
    }
    reply(403, { status: 403, message: 'Forbidden' });
  });
}

function user(name: string) {
  const server = { name: '', ready: true, stopped: false, pending: null, url: `/user/${name}/` };
  const scopes = [`access:servers!server=${name}/`, `read:users:name!user=${name}`];
  return { kind: 'user', name, admin: false, groups: [], scopes, server: `/user/${name}/`, servers: { '': server } };
}
