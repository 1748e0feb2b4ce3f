import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Seen, standIn } from '../../test/http-stand-in.ts';
import { createUser, getUser, hubInfo, listUsers, whoAmI } from './client.ts';
import { connectHub, serverApiPath, serverPath } from './wire.ts';

const PAGE = 2;

/** A hub with these people that pages its list, two a page. */
function hubOf(names: string[], before: (seen: Seen) => void = () => undefined) {
  return standIn({
    answer: (seen) => {
      before(seen);
      const offset = Number(seen.query.get('offset'));
      const items = names.slice(offset, offset + PAGE).map((name) => ({ kind: 'user', name, servers: {} }));
      const next = offset + PAGE < names.length ? { offset: offset + PAGE, limit: PAGE, url: '' } : null;
      return { status: 200, json: { items, _pagination: { offset, limit: PAGE, total: names.length, next } } };
    },
  });
}

test('everybody is listed however many pages it takes', async () => {
  await using server = await hubOf(['a', 'b', 'c', 'd', 'e']);
  const users = await listUsers(connectHub({ url: server.url, token: 't' }));
  expect(users.map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(server.seen.every(({ headers }) => headers.accept === 'application/jupyterhub-pagination+json')).toBe(true);
});

test('nobody is listed twice when someone is created between two pages', async () => {
  const names = ['b', 'c', 'd'];
  await using server = await hubOf(names, ({ query }) => {
    if (query.get('offset') === '2') names.unshift('a');
  });
  const users = await listUsers(connectHub({ url: server.url, token: 't' }));
  expect(users.map(({ name }) => name)).toEqual(['b', 'c', 'd']);
});

test('a server is known with its pod, and one that is stopped is not listed', async () => {
  const server = (different: object) => ({ name: '', ready: true, pending: null, url: '/user/alice/', ...different });
  const servers = {
    '': server({ started: '2026-01-01T00:00:00Z', state: { pod_name: 'jupyter-alice', namespace: 'jupyterhub' } }),
    old: server({ name: 'old', ready: false, stopped: true }),
  };
  await using hub = await standIn({ answer: () => ({ status: 200, json: { name: 'alice', servers } }) });
  const user = await getUser(connectHub({ url: hub.url, token: 't' }), 'alice');
  expect(user?.servers).toEqual([
    {
      user: 'alice',
      name: '',
      ready: true,
      pending: null,
      started: '2026-01-01T00:00:00Z',
      url: '/user/alice/',
      podName: 'jupyter-alice',
      namespace: 'jupyterhub',
    },
  ]);
});

test('a person who exists already is no error', async () => {
  await using server = await standIn({ answer: () => ({ status: 409, json: { message: 'exists' } }) });
  expect(await createUser(connectHub({ url: server.url, token: 't' }), 'a@b.c')).toEqual({ created: false });
  expect(server.seen[0]).toMatchObject({ method: 'POST', url: '/hub/api/users/a%40b.c' });
});

test('nobody of that name is undefined, and a bad token is a refusal', async () => {
  await using server = await standIn({
    answer: ({ path }) => ({ status: path.endsWith('/user') ? 403 : 404, json: { message: 'Forbidden' } }),
  });
  const hub = connectHub({ url: server.url, token: 't' });
  expect(await getUser(hub, 'nobody')).toBeUndefined();
  await expect(whoAmI(hub)).rejects.toMatchObject({ code: 'HUB_REFUSED', hint: expect.stringContaining('token') });
});

test('something else behind the address is told apart from a hub', async () => {
  await using server = await standIn({ answer: () => ({ status: 200, text: '<html>welcome to nginx' }) });
  await expect(hubInfo(connectHub({ url: server.url, token: 't' }))).rejects.toMatchObject({ code: 'HUB_REFUSED' });
});

test('an at sign stays in the address of a server and is encoded in the API', () => {
  expect(serverPath({ user: 'carol@example.com' })).toBe('user/carol@example.com/');
  expect(serverPath({ user: 'carol@example.com', server: "o'neil (gpu)" })).toBe(
    'user/carol@example.com/o%27neil%20%28gpu%29/',
  );
  expect(serverApiPath({ user: 'carol@example.com', server: 'gpu' })).toBe('users/carol%40example.com/servers/gpu');
});

test('no name leaves its place in an address', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (name) => {
      fc.pre(name !== '.' && name !== '..');
      const { pathname, search, hash } = new URL(serverPath({ user: name }), 'http://hub/');
      expect(search + hash).toBe('');
      expect(pathname.split('/').map(decodeURIComponent)).toEqual(['', 'user', name, '']);
    }),
  );
});
