import type { ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { startApiServer, status } from '../../test/api-server.ts';
import { applyObject, createObject, deleteObject, getObject, KubeError, listObjects, serverVersion } from './index.ts';

const ref = { apiVersion: 'v1', kind: 'ConfigMap', name: 'Settings', namespace: 'lab' };
const object = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'Settings', namespace: 'lab' },
  data: { a: '1' },
};

test('a server that says how long to wait is taken at its word', async () => {
  await using api = await startApiServer((_seen, index) =>
    index === 0 ? { ...status(429, 'TooManyRequests'), headers: { 'Retry-After': '7' } } : { body: object },
  );
  await expect(getObject(api.kube, ref)).resolves.toMatchObject({ data: { a: '1' } });
  expect(api.pauses).toEqual([7_000]);
});

test('a wait that would outlast the deadline is not begun', async () => {
  await using api = await startApiServer(() => ({
    ...status(429, 'TooManyRequests'),
    headers: { 'Retry-After': '60' },
  }));
  await expect(getObject(api.kube, ref)).rejects.toMatchObject({ code: 'KUBE_BUSY', retryAfterMs: 60_000 });
  expect([api.seen.length, api.pauses]).toEqual([1, []]);
});

test.each([500, 502, 503, 504])('%i passes after growing pauses', async (code) => {
  await using api = await startApiServer((_seen, index) =>
    index < 3 ? { status: code, body: 'upstream error' } : { body: object },
  );
  await getObject(api.kube, ref);
  expect(api.pauses).toEqual([250, 500, 1_000]);
});

test.each([400, 403, 409, 422])('%i is not asked twice', async (code) => {
  await using api = await startApiServer(() => status(code, 'No'));
  await expect(applyObject(api.kube, object)).rejects.toMatchObject({ status: code });
  expect(api.seen).toHaveLength(1);
});

test('an answer that breaks off, as bytes or as JSON, is asked for again and never half believed', async () => {
  await using api = await startApiServer((_seen, index) => {
    if (index === 0) return { body: '{"apiVersion":"v1","kind":"Conf' };
    if (index > 1) return { body: object };
    return (response) => {
      response.writeHead(200, { 'Content-Length': '500' });
      response.write('{"apiVersion"');
      setTimeout(() => response.destroy(), 20);
    };
  });
  await expect(getObject(api.kube, ref)).resolves.toMatchObject({ data: { a: '1' } });
  expect(api.seen).toHaveLength(3);
});

test('a server that stays silent ends at the deadline, an abort at once with its own reason', async () => {
  await using api = await startApiServer(() => () => undefined);
  await expect(getObject(api.kube, ref, { deadlineMs: 50 })).rejects.toMatchObject({ code: 'TIMED_OUT' });
  const abort = new AbortController();
  setTimeout(() => abort.abort(new Error('changed my mind')), 20);
  await expect(getObject(api.kube, ref, { signal: abort.signal })).rejects.toThrow('changed my mind');
});

test('a server that breaks every connection is given up after six attempts', async () => {
  await using api = await startApiServer(() => (response) => response.destroy());
  await expect(getObject(api.kube, ref)).rejects.toMatchObject({ code: 'KUBE_UNREACHABLE', reason: 'UND_ERR_SOCKET' });
  expect(api.seen).toHaveLength(6);
});

test('a create whose answer was lost is found to have happened', async () => {
  await using api = await startApiServer((seen, index) => {
    if (index === 0) return (response) => response.destroy();
    if (seen.method === 'POST') return status(409, 'AlreadyExists', { message: 'there is one' });
    return { body: { ...object, metadata: { ...object.metadata, uid: '1' } } };
  });
  await expect(createObject(api.kube, object)).resolves.toMatchObject({ metadata: { uid: '1' } });
});

test("a create whose answer was lost does not take another's object for its own", async () => {
  await using api = await startApiServer((seen, index) => {
    if (index === 0) return (response) => response.destroy();
    if (seen.method === 'POST') return status(409, 'AlreadyExists', { message: 'there is one' });
    return { body: { ...object, data: { a: 'theirs' } } };
  });
  await expect(createObject(api.kube, object)).rejects.toMatchObject({ code: 'KUBE_CONFLICT' });
});

test('a create with a generated name is not sent again after a lost answer, but is after 429', async () => {
  const nameless = { apiVersion: 'v1', kind: 'Pod', metadata: { generateName: 'probe-', namespace: 'lab' } } as never;
  await using lost = await startApiServer(() => (response) => response.destroy());
  await expect(createObject(lost.kube, nameless)).rejects.toMatchObject({ code: 'KUBE_UNREACHABLE' });
  expect(lost.seen).toHaveLength(1);
  await using busy = await startApiServer((_seen, index) =>
    index === 0 ? status(429, 'Busy') : { status: 201, body: object },
  );
  await createObject(busy.kube, nameless);
  expect(busy.seen).toHaveLength(2);
});

test('a delete that finds nothing at its second attempt was done by the first', async () => {
  await using api = await startApiServer((_seen, index) => (index === 0 ? status(503, '') : status(404, 'NotFound')));
  await expect(deleteObject(api.kube, ref)).resolves.toBe(true);
});

test('an apply sends our name as manager, strict validation and the name as it is written', async () => {
  await using api = await startApiServer(() => ({ body: object }));
  await applyObject(api.kube, object, { dryRun: true });
  const [{ method, path, query, headers, body }] = api.seen as [(typeof api.seen)[number]];
  expect([method, path]).toEqual(['PATCH', '/api/v1/namespaces/lab/configmaps/Settings']);
  expect(Object.fromEntries(query)).toEqual({
    fieldManager: 'naas',
    fieldValidation: 'Strict',
    dryRun: 'All',
    force: 'false',
  });
  expect(headers).toMatchObject({
    'content-type': 'application/apply-patch+yaml',
    authorization: 'Bearer secret-token',
    'user-agent': 'naas',
  });
  expect(body).toEqual(object);
});

test('rotated credentials are read again once; then a person is told, and no token with it', async () => {
  await using api = await startApiServer((_seen, index) =>
    index === 0 ? status(401, 'Unauthorized') : { body: object },
  );
  await getObject(api.kube, ref);
  await using never = await startApiServer(() => status(401, 'Unauthorized', { message: 'Unauthorized' }));
  const error: unknown = await getObject(never.kube, ref).catch((error: unknown) => error);
  expect(error).toMatchObject({ code: 'KUBE_UNAUTHORIZED', hint: expect.stringContaining('sign in') });
  expect(never.seen).toHaveLength(2);
  expect(JSON.stringify(error) + String(error)).not.toContain('secret-token');
});

test('a refused apply names the owner of each field', async () => {
  const causes = [{ reason: 'FieldManagerConflict', message: 'conflict with "kubectl" using v1', field: '.data.a' }];
  await using api = await startApiServer(() => status(409, 'Conflict', { message: 'conflict', details: { causes } }));
  const error = await applyObject(api.kube, object).catch((error: unknown) => error as KubeError);
  expect(error).toBeInstanceOf(KubeError);
  expect(error).toMatchObject({ conflicts: [{ manager: 'kubectl', field: '.data.a' }], subject: { name: 'Settings' } });
  expect((error as KubeError).hint).toContain('.data.a belongs to kubectl');
});

test('a list begins again when its snapshot has expired, once', async () => {
  const page = (name: string, token?: string) => ({
    body: { metadata: { continue: token }, items: [{ metadata: { name, managedFields: [] } }] },
  });
  await using api = await startApiServer(
    (_seen, index) => [page('old', 'x'), status(410, 'Expired'), page('a', 'y'), page('b')][index] ?? {},
  );
  const kind = { apiVersion: 'v1', kind: 'Pod' };
  const list = await listObjects(api.kube, kind, { pageSize: 1 });
  expect(list).toEqual([
    { ...kind, metadata: { name: 'a' } },
    { ...kind, metadata: { name: 'b' } },
  ]);
  expect(api.seen.map(({ query }) => query.get('continue'))).toEqual([null, 'x', null, 'y']);
  await using dead = await startApiServer(() => status(410, 'Expired'));
  await expect(listObjects(dead.kube, kind)).rejects.toMatchObject({ status: 410 });
  expect(dead.seen).toHaveLength(2);
});

test('ten requests are open at a time, and no more', async () => {
  const held: ServerResponse[] = [];
  let most = 0;
  await using api = await startApiServer(() => (response) => {
    most = Math.max(most, held.push(response));
    if (held.length !== 10) return;
    // Left open for a moment longer: an eleventh would come in now.
    setTimeout(() => {
      for (const one of held.splice(0)) one.end(JSON.stringify({ gitVersion: 'v1.34.4', major: '1', minor: '34+' }));
    }, 50);
  });
  const versions = await Promise.all(Array.from({ length: 40 }, () => serverVersion(api.kube)));
  expect(versions[39]).toEqual({ gitVersion: 'v1.34.4', major: 1, minor: 34 });
  expect(most).toBe(10);
});
