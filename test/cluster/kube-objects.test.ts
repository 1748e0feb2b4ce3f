import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  applyObject,
  connectKube,
  createObject,
  deleteObject,
  execInPod,
  getObject,
  listObjects,
  listTable,
  patchObject,
  replaceObject,
  serverVersion,
  watchObjects,
} from '../../packages/sdk/src/kube/index.ts';
import { CONFIG_MAP, POD, ownNamespace } from './support/own-namespace.ts';

const own = ownNamespace();
const { namespace } = own;
const run = promisify(execFile);
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'naas-kube-'));
});

afterAll(() => rm(directory, { recursive: true }));

test('the server says which Kubernetes it is', async () => {
  const { gitVersion, major, minor } = await serverVersion(own.kube);
  expect(gitVersion).toMatch(/^v1\./);
  expect([major, minor >= 27]).toEqual([1, true]);
});

test('applying twice changes nothing the second time, and a dry run nothing at all', async () => {
  const first = await applyObject(own.kube, own.configMap('twice', { a: '1' }));
  const second = await applyObject(own.kube, own.configMap('twice', { a: '1' }));
  expect(second.metadata.resourceVersion).toBe(first.metadata.resourceVersion);
  const dry = await applyObject(own.kube, own.configMap('twice', { a: '2' }), { dryRun: true });
  expect(dry['data']).toEqual({ a: '2' });
  expect((await getObject(own.kube, { ...CONFIG_MAP, name: 'twice', namespace }))?.['data']).toEqual({ a: '1' });
});

test('an unknown field is refused by its name', async () => {
  const wrong = { ...own.configMap('typo', {}), dataa: { a: '1' } };
  await expect(applyObject(own.kube, wrong)).rejects.toMatchObject({
    code: 'KUBE_INVALID',
    message: expect.stringContaining('dataa'),
  });
});

test('a field that another manager owns is a conflict that names both, until it is forced', async () => {
  const file = join(directory, 'theirs.json');
  await writeFile(file, JSON.stringify(own.configMap('contested', { a: 'theirs' })));
  const args = ['apply', '--server-side', '--field-manager=somebody', '-f', file];
  await run('kubectl', [...args, '--kubeconfig', own.kubeconfig]);
  await expect(applyObject(own.kube, own.configMap('contested', { a: 'ours' }))).rejects.toMatchObject({
    code: 'KUBE_CONFLICT',
    conflicts: [{ manager: 'somebody', field: '.data.a' }],
  });
  const forced = await applyObject(own.kube, own.configMap('contested', { a: 'ours' }), { force: true });
  expect(forced['data']).toEqual({ a: 'ours' });
});

test('a stale replace is a conflict, a patch changes one field, a delete tells whether there was something', async () => {
  const ref = { ...CONFIG_MAP, name: 'edited', namespace };
  const created = await createObject(own.kube, own.configMap('edited', { a: '1' }));
  await expect(createObject(own.kube, own.configMap('edited', { a: '1' }))).rejects.toMatchObject({
    reason: 'AlreadyExists',
  });
  await patchObject(own.kube, ref, { data: { b: '2' } });
  await expect(replaceObject(own.kube, { ...created, data: {} })).rejects.toMatchObject({ code: 'KUBE_CONFLICT' });
  expect((await getObject(own.kube, ref))?.['data']).toEqual({ a: '1', b: '2' });
  await expect(deleteObject(own.kube, ref, { uid: '00000000-0000-0000-0000-000000000000' })).rejects.toMatchObject({
    code: 'KUBE_CONFLICT',
  });
  expect(await deleteObject(own.kube, ref)).toBe(true);
  expect(await deleteObject(own.kube, ref)).toBe(false);
  expect(await getObject(own.kube, ref)).toBeUndefined();
});

test('a list comes whole in small pages, says what its items are, and carries no managed fields', async () => {
  const names = [1, 2, 3, 4, 5].map((number) => `page-${number}`);
  for (const name of names) {
    const labels = { test: 'pages' };
    await createObject(own.kube, { ...own.configMap(name, {}), metadata: { name, namespace, labels } });
  }
  const found = await listObjects(own.kube, CONFIG_MAP, { namespace, labelSelector: 'test=pages', pageSize: 2 });
  expect(found.map(({ kind, metadata }) => [kind, metadata.name])).toEqual(names.map((name) => ['ConfigMap', name]));
  expect(found.some(({ metadata }) => 'managedFields' in metadata)).toBe(false);
  const table = await listTable(own.kube, CONFIG_MAP, { namespace, labelSelector: 'test=pages', pageSize: 2 });
  expect(table.columns[0]).toMatchObject({ name: 'Name', priority: 0 });
  expect(table.rows.map(({ name, namespace, cells }) => [name, namespace, cells[0]])).toEqual(
    names.map((name) => [name, namespace, name]),
  );
});

test('a kind outside the table of known ones is found by discovery, an unknown one is named', async () => {
  const review = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview', metadata: { name: '' } };
  expect(await createObject(own.kube, review)).toMatchObject({
    status: { userInfo: { username: expect.any(String) } },
  });
  const unknown = { apiVersion: 'naas.example/v1', kind: 'Teapot' };
  await expect(listObjects(own.kube, unknown)).rejects.toMatchObject({ message: expect.stringContaining('Teapot') });
});

test('a watch tells what is there, then what happens, and ends with its signal', async () => {
  const stop = new AbortController();
  const told: string[] = [];
  await createObject(own.kube, own.configMap('watched', { a: '1' }));
  const selection = { namespace, fieldSelector: 'metadata.name=watched', signal: stop.signal };
  for await (const { type, object } of watchObjects(own.kube, CONFIG_MAP, selection)) {
    told.push(`${type} ${JSON.stringify(object['data'])}`);
    if (told.length === 1) await applyObject(own.kube, own.configMap('watched', { a: '2' }), { force: true });
    if (told.length === 2) await deleteObject(own.kube, { ...CONFIG_MAP, name: 'watched', namespace });
    if (told.length === 3) stop.abort();
  }
  expect(told).toEqual(['ADDED {"a":"1"}', 'MODIFIED {"a":"2"}', 'DELETED {"a":"2"}']);
});

test('somebody without rights is told which right is missing', async () => {
  const { stdout: token } = await run('kubectl', [
    'create',
    'token',
    'default',
    '-n',
    namespace,
    '--kubeconfig',
    own.kubeconfig,
  ]);
  const { stdout: config } = await run('kubectl', [
    'config',
    'view',
    '--raw',
    '--minify',
    '-o',
    'json',
    '--kubeconfig',
    own.kubeconfig,
  ]);
  const file = join(directory, 'weak.json');
  const users = (JSON.parse(config) as { users: { name: string }[] }).users.map(({ name }) => ({
    name,
    user: { token: token.trim() },
  }));
  await writeFile(file, JSON.stringify({ ...(JSON.parse(config) as object), users }));
  await using weak = await connectKube({ kubeconfig: file });
  await expect(listObjects(weak, POD, { namespace })).rejects.toMatchObject({
    code: 'KUBE_FORBIDDEN',
    hint: `Give system:serviceaccount:${namespace}:default the verb "list" on pods in the namespace ${namespace}.`,
  });
  await expect(execInPod(weak, { namespace, pod: 'anybody' }, ['true'])).rejects.toMatchObject({
    code: 'KUBE_FORBIDDEN',
    hint: expect.stringContaining('on pods/exec'),
  });
});
