import { NaasError } from '@naas/sdk';
import { call, type CallOptions, parse, refusal } from '../http/index.ts';
import type { HubIdentity, HubUser } from './model.ts';
import { identitySchema, userPageSchema, userSchema, versionSchema } from './schema.ts';
import { type Hub, userPath } from './wire.ts';

const PAGE_SIZE = 200;

export interface ListUsersOptions extends CallOptions {
  /** Only people who have a server that runs, starts or stops. @default 'all' */
  readonly state?: 'all' | 'active';
}

/** Asks the hub for its version. Needs no scope; says that the hub is there, not that the token is good. */
export async function hubInfo(hub: Hub, options: CallOptions = {}): Promise<{ version: string }> {
  const answer = await call(hub.api, { path: './' }, options);
  if (answer.status !== 200) throw refusal(hub.api, answer, 'say its version');
  return parse(hub.api, versionSchema, answer.body);
}

/** Asks the hub whose token this is and what it may do. */
export async function whoAmI(hub: Hub, options: CallOptions = {}): Promise<HubIdentity> {
  const answer = await call(hub.api, { path: 'user' }, options);
  if (answer.status !== 200) throw refusal(hub.api, answer, 'accept the token');
  return parse(hub.api, identitySchema, answer.body);
}

/** Lists everybody the hub knows, with their servers, page by page. Needs `list:users` and `read:servers`. */
export async function listUsers(hub: Hub, options: ListUsersOptions = {}): Promise<HubUser[]> {
  const users = new Map<string, HubUser>();
  let offset: number | undefined = 0;
  while (offset !== undefined) {
    const query: Record<string, string> = { limit: String(PAGE_SIZE), offset: String(offset), sort: 'name' };
    if (options.state === 'active') query['state'] = 'active';
    const answer = await call(
      hub.api,
      { path: 'users', query, accept: 'application/jupyterhub-pagination+json' },
      options,
    );
    if (answer.status !== 200) throw refusal(hub.api, answer, 'list its users');
    const page = parse(hub.api, userPageSchema, answer.body);
    // Someone created between two pages moves the others on: the same person may come twice.
    for (const user of page.items) users.set(user.name, user);
    const next = page._pagination.next?.offset;
    offset = next !== undefined && next > offset ? next : undefined;
  }
  return [...users.values()];
}

/** Reads one person; undefined when the hub knows nobody of that name, or may not tell. */
export async function getUser(hub: Hub, name: string, options: CallOptions = {}): Promise<HubUser | undefined> {
  const answer = await call(hub.api, { path: userPath(name) }, options);
  if (answer.status === 404) return undefined;
  if (answer.status !== 200) throw refusal(hub.api, answer, `show ${name}`);
  return parse(hub.api, userSchema, answer.body);
}

/** Makes a person known to the hub; one who is known already is fine. Needs `admin:users`. */
export async function createUser(hub: Hub, name: string, options: CallOptions = {}): Promise<{ created: boolean }> {
  const answer = await call(hub.api, { method: 'POST', path: userPath(name) }, options);
  if (answer.status === 201) return { created: true };
  if (answer.status === 409) return { created: false };
  throw refusal(hub.api, answer, `create ${name}`);
}

/** Removes a person from the hub, stopping their server; the home stays. False when there was nobody. */
export async function deleteUser(hub: Hub, name: string, options: CallOptions = {}): Promise<boolean> {
  const answer = await call(hub.api, { method: 'DELETE', path: userPath(name) }, options);
  if (answer.status === 204) return true;
  if (answer.status === 404) return false;
  throw refusal(hub.api, answer, `delete ${name}`);
}

/** The error for a name nobody has. */
export function personUnknown(name: string): NaasError {
  return new NaasError('PERSON_UNKNOWN', `The hub knows nobody called ${name}.`, {
    hint: 'Names are exact, as the hub has them; a person is known after signing in once.',
    subject: { kind: 'User', name },
  });
}
