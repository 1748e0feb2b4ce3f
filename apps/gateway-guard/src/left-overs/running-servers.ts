import { z } from 'zod';

export interface RunningServersOptions {
  /** The hub's API. */
  readonly url: string;
  readonly token: string;
  readonly fetch?: typeof fetch;
}

const PAGE = 200;
const MOST_PAGES = 500;
const TIMEOUT_MS = 10_000;
const pageSchema = z.object({
  items: z.array(z.object({ name: z.string(), servers: z.record(z.string(), z.unknown()) })),
  _pagination: z.object({ next: z.object({ offset: z.number() }).nullish() }),
});

/**
 * Lists who has a server that runs or starts, by `GET /users?state=active`.
 *
 * @throws Error when the hub cannot be asked, or shows no servers: nobody must seem to have none for that
 */
export async function peopleWithServers({
  url,
  token,
  fetch: call = fetch,
}: RunningServersOptions): Promise<Set<string>> {
  const people = new Set<string>();
  let offset = 0;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const response = await call(`${url}/users?state=active&limit=${PAGE}&offset=${offset}`, {
      headers: { authorization: `token ${token}`, accept: 'application/jupyterhub-pagination+json' },
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!response.ok) throw new Error(`the hub lists nobody: status ${response.status}`);
    const { items, _pagination } = pageSchema.parse(await response.json());
    for (const { name, servers } of items) if (Object.keys(servers).length > 0) people.add(name);
    if (!_pagination.next) return people;
    offset = _pagination.next.offset;
  }
  throw new Error('the hub lists people without end');
}
