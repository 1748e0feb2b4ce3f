import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { wireOf } from './connection.ts';
import { connectKube, serverVersion } from './index.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'naas-kubeconfig-'));
});
afterAll(() => rm(directory, { recursive: true }));

async function kubeconfig(name: string, server: string): Promise<string> {
  const path = join(directory, name);
  const text = JSON.stringify({
    'current-context': name,
    contexts: [
      { name, context: { cluster: name, user: 'me' } },
      { name: 'shared', context: { cluster: name, user: 'me' } },
    ],
    clusters: [{ name, cluster: { server } }],
    users: [{ name: 'me', user: {} }],
  });
  await writeFile(path, text);
  return path;
}

test('several files are joined as kubectl joins them: the first to name something wins', async () => {
  const files = [await kubeconfig('one', 'http://one.invalid'), await kubeconfig('two', 'http://two.invalid')].join(
    delimiter,
  );
  await using first = await connectKube({ kubeconfig: files });
  expect([first.contextName, first.server, first.kubeconfig]).toEqual(['one', 'http://one.invalid', files]);
  await using second = await connectKube({ kubeconfig: files, context: 'two' });
  expect(second.server).toBe('http://two.invalid');
  await using shared = await connectKube({ kubeconfig: files, context: 'shared' });
  expect(shared.server).toBe('http://one.invalid');
});

test('a connection stays with its cluster when the file has another current context meanwhile', async () => {
  const file = await kubeconfig('lab', 'http://lab.invalid');
  await using kube = await connectKube({ kubeconfig: file });
  const other = JSON.parse(await readFile(file, 'utf8'));
  other.clusters.push({ name: 'prod', cluster: { server: 'http://prod.invalid' } });
  other.contexts.push({ name: 'prod', context: { cluster: 'prod', user: 'me' } });
  await writeFile(file, JSON.stringify({ ...other, 'current-context': 'prod' }));
  const wire = wireOf(kube);
  wire.reload();
  expect(wire.config.getCurrentCluster()?.server).toBe('http://lab.invalid');
});

test('an unknown context is an error that lists those there are', async () => {
  const file = await kubeconfig('lab', 'http://lab.invalid');
  await expect(connectKube({ kubeconfig: file, context: 'prod' })).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringContaining('"prod"'),
    hint: 'It knows: lab, shared.',
  });
});

test('of several files some may be missing, not all', async () => {
  const missing = [join(directory, 'nowhere'), join(directory, 'neither')];
  const file = await kubeconfig('there', 'http://there.invalid');
  await using kube = await connectKube({ kubeconfig: [...missing, file].join(delimiter) });
  expect(kube.server).toBe('http://there.invalid');
  await expect(connectKube({ kubeconfig: missing.join(delimiter) })).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
});

test('a file that is not there is named', async () => {
  const missing = join(directory, 'missing');
  await expect(connectKube({ kubeconfig: missing })).rejects.toMatchObject({
    message: expect.stringContaining(missing),
  });
});

test.each([
  ['http://127.0.0.1:1', 'ECONNREFUSED', 'nothing listens there'],
  ['http://no-such-host.invalid', 'ENOTFOUND', 'its name is not known'],
])('%s is unreachable: %s', async (server, reason, says) => {
  const clock = { now: () => Date.now(), random: () => 0, sleep: () => Promise.resolve() };
  await using kube = await connectKube({ kubeconfig: await kubeconfig(reason, server), clock });
  await expect(serverVersion(kube)).rejects.toMatchObject({
    code: 'KUBE_UNREACHABLE',
    message: expect.stringContaining(says),
  });
});
