import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  applyObject,
  connectKube,
  createObject,
  deleteObject,
  execInPod,
  explainPod,
  forwardPort,
  getObject,
  listEvents,
  listObjects,
  listTable,
  patchObject,
  readPodLog,
  replaceObject,
  serverVersion,
  waitForObject,
  waitForPod,
  watchObjects,
} from '../../packages/sdk/src/kube/index.ts';
import type { Kube, KubeObject } from '../../packages/sdk/src/kube/index.ts';

const run = promisify(execFile);
const kubeconfig = process.env['NAAS_TEST_KUBECONFIG'];
const namespace = `kube-test-${Math.random().toString(36).slice(2, 8)}`;
const volume = `${namespace}-nowhere`;
const CONFIG_MAP = { apiVersion: 'v1', kind: 'ConfigMap' };
const POD = { apiVersion: 'v1', kind: 'Pod' };
let kube: Kube;
let directory: string;

beforeAll(async () => {
  if (!kubeconfig) throw new Error('NAAS_TEST_KUBECONFIG names no kubeconfig: the cluster suite needs a cluster.');
  directory = await mkdtemp(join(tmpdir(), 'naas-kube-'));
  kube = await connectKube({ kubeconfig, userAgent: 'naas-test' });
  await createObject(kube, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', name: 'default', namespace };
  const exists = (found: unknown) =>
    found ? { state: 'ready' as const } : { state: 'waiting' as const, reason: 'no service account yet' };
  await waitForObject(kube, account, exists, { deadlineMs: 30_000 });
});

afterAll(async () => {
  if (!kubeconfig) return;
  await deleteObject(kube, { apiVersion: 'v1', kind: 'Namespace', name: namespace });
  await deleteObject(kube, { apiVersion: 'v1', kind: 'PersistentVolume', name: volume });
  await kube.close();
  await rm(directory, { recursive: true });
});

function configMap(name: string, data: Record<string, string>): KubeObject {
  return { ...CONFIG_MAP, metadata: { name, namespace }, data };
}

function pod(name: string, spec: Record<string, unknown> = {}, container: Record<string, unknown> = {}): KubeObject {
  const main = { name: 'main', image: 'busybox:1.35.0', command: ['sleep', '3600'], ...container };
  return {
    ...POD,
    metadata: { name, namespace, labels: { app: name } },
    spec: { terminationGracePeriodSeconds: 0, containers: [main], ...spec },
  };
}

describe('objects', () => {
  test('the server says which Kubernetes it is', async () => {
    const { gitVersion, major, minor } = await serverVersion(kube);
    expect(gitVersion).toMatch(/^v1\./);
    expect([major, minor >= 27]).toEqual([1, true]);
  });

  test('applying twice changes nothing the second time, and a dry run nothing at all', async () => {
    const first = await applyObject(kube, configMap('twice', { a: '1' }));
    const second = await applyObject(kube, configMap('twice', { a: '1' }));
    expect(second.metadata.resourceVersion).toBe(first.metadata.resourceVersion);
    const dry = await applyObject(kube, configMap('twice', { a: '2' }), { dryRun: true });
    expect(dry['data']).toEqual({ a: '2' });
    expect((await getObject(kube, { ...CONFIG_MAP, name: 'twice', namespace }))?.['data']).toEqual({ a: '1' });
  });

  test('an unknown field is refused by its name', async () => {
    const wrong = { ...configMap('typo', {}), dataa: { a: '1' } };
    await expect(applyObject(kube, wrong)).rejects.toMatchObject({
      code: 'KUBE_INVALID',
      message: expect.stringContaining('dataa'),
    });
  });

  test('a field that another manager owns is a conflict that names both, until it is forced', async () => {
    const file = join(directory, 'theirs.json');
    await writeFile(file, JSON.stringify(configMap('contested', { a: 'theirs' })));
    const args = ['apply', '--server-side', '--field-manager=somebody', '-f', file];
    await run('kubectl', [...args, '--kubeconfig', kubeconfig ?? '']);
    await expect(applyObject(kube, configMap('contested', { a: 'ours' }))).rejects.toMatchObject({
      code: 'KUBE_CONFLICT',
      conflicts: [{ manager: 'somebody', field: '.data.a' }],
    });
    const forced = await applyObject(kube, configMap('contested', { a: 'ours' }), { force: true });
    expect(forced['data']).toEqual({ a: 'ours' });
  });

  test('a stale replace is a conflict, a patch changes one field, a delete tells whether there was something', async () => {
    const ref = { ...CONFIG_MAP, name: 'edited', namespace };
    const created = await createObject(kube, configMap('edited', { a: '1' }));
    await expect(createObject(kube, configMap('edited', { a: '1' }))).rejects.toMatchObject({
      reason: 'AlreadyExists',
    });
    await patchObject(kube, ref, { data: { b: '2' } });
    await expect(replaceObject(kube, { ...created, data: {} })).rejects.toMatchObject({ code: 'KUBE_CONFLICT' });
    expect((await getObject(kube, ref))?.['data']).toEqual({ a: '1', b: '2' });
    await expect(deleteObject(kube, ref, { uid: '00000000-0000-0000-0000-000000000000' })).rejects.toMatchObject({
      code: 'KUBE_CONFLICT',
    });
    expect(await deleteObject(kube, ref)).toBe(true);
    expect(await deleteObject(kube, ref)).toBe(false);
    expect(await getObject(kube, ref)).toBeUndefined();
  });

  test('a list comes whole in small pages, says what its items are, and carries no managed fields', async () => {
    const names = [1, 2, 3, 4, 5].map((number) => `page-${number}`);
    for (const name of names) {
      const labels = { test: 'pages' };
      await createObject(kube, { ...configMap(name, {}), metadata: { name, namespace, labels } });
    }
    const found = await listObjects(kube, CONFIG_MAP, { namespace, labelSelector: 'test=pages', pageSize: 2 });
    expect(found.map(({ kind, metadata }) => [kind, metadata.name])).toEqual(names.map((name) => ['ConfigMap', name]));
    expect(found.some(({ metadata }) => 'managedFields' in metadata)).toBe(false);
    const table = await listTable(kube, CONFIG_MAP, { namespace, labelSelector: 'test=pages', pageSize: 2 });
    expect(table.columns[0]).toMatchObject({ name: 'Name', priority: 0 });
    expect(table.rows.map(({ name, namespace, cells }) => [name, namespace, cells[0]])).toEqual(
      names.map((name) => [name, namespace, name]),
    );
  });

  test('a kind outside the table of known ones is found by discovery, an unknown one is named', async () => {
    const review = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview', metadata: { name: '' } };
    expect(await createObject(kube, review)).toMatchObject({ status: { userInfo: { username: expect.any(String) } } });
    const unknown = { apiVersion: 'naas.example/v1', kind: 'Teapot' };
    await expect(listObjects(kube, unknown)).rejects.toMatchObject({ message: expect.stringContaining('Teapot') });
  });

  test('a watch tells what is there, then what happens, and ends with its signal', async () => {
    const stop = new AbortController();
    const told: string[] = [];
    await createObject(kube, configMap('watched', { a: '1' }));
    const selection = { namespace, fieldSelector: 'metadata.name=watched', signal: stop.signal };
    for await (const { type, object } of watchObjects(kube, CONFIG_MAP, selection)) {
      told.push(`${type} ${JSON.stringify(object['data'])}`);
      if (told.length === 1) await applyObject(kube, configMap('watched', { a: '2' }), { force: true });
      if (told.length === 2) await deleteObject(kube, { ...CONFIG_MAP, name: 'watched', namespace });
      if (told.length === 3) stop.abort();
    }
    expect(told).toEqual(['ADDED {"a":"1"}', 'MODIFIED {"a":"2"}', 'DELETED {"a":"2"}']);
  });
});

describe('pods that do not come up say why', () => {
  test('an image that does not exist', async () => {
    await createObject(kube, pod('no-image', {}, { image: 'registry.invalid/no/such:1' }));
    const reasons: string[] = [];
    const wait = waitForPod(kube, { name: 'no-image', namespace }, 'ready', {
      deadlineMs: 60_000,
      onReason: (reason) => reasons.push(reason),
    });
    await expect(wait).rejects.toMatchObject({
      code: 'COMPONENT_NOT_READY',
      message: expect.stringContaining('image registry.invalid/no/such:1 cannot be pulled'),
    });
    expect(reasons.length).toBeGreaterThan(0);
  });

  test('a name that is not an image, at once', async () => {
    await createObject(kube, pod('bad-name', {}, { image: 'UPPER/case' }));
    const wait = waitForPod(kube, { name: 'bad-name', namespace }, 'ready', { deadlineMs: 30_000, fatalAfterMs: 0 });
    await expect(wait).rejects.toMatchObject({ message: expect.stringContaining('is not the name of an image') });
  });

  test('a claim that nothing binds', async () => {
    await createObject(kube, {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'unbound', namespace },
      spec: { storageClassName: '', accessModes: ['ReadWriteMany'], resources: { requests: { storage: '1Gi' } } },
    });
    await createObject(
      kube,
      pod('claimless', { volumes: [{ name: 'home', persistentVolumeClaim: { claimName: 'unbound' } }] }),
    );
    await expect(
      waitForPod(kube, { name: 'claimless', namespace }, 'ready', { deadlineMs: 12_000 }),
    ).rejects.toMatchObject({
      code: 'TIMED_OUT',
      message: expect.stringMatching(/claim unbound is Pending: .*no storage class/),
    });
  });

  test('a path that the NFS server does not export, in the words of mount.nfs', async () => {
    const capacity = { storage: '1Gi' };
    await createObject(kube, {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name: volume },
      spec: {
        capacity,
        accessModes: ['ReadWriteMany'],
        storageClassName: '',
        nfs: { server: '192.168.50.10', path: '/export/nowhere' },
        claimRef: { name: 'nowhere', namespace },
      },
    });
    await createObject(kube, {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'nowhere', namespace },
      spec: {
        storageClassName: '',
        volumeName: volume,
        accessModes: ['ReadWriteMany'],
        resources: { requests: capacity },
      },
    });
    const mounts = { volumeMounts: [{ name: 'home', mountPath: '/home' }] };
    const volumes = [{ name: 'home', persistentVolumeClaim: { claimName: 'nowhere' } }];
    const created = await createObject(kube, pod('nowhere', { volumes }, mounts));
    await expect(
      waitForPod(kube, { name: 'nowhere', namespace }, 'ready', { deadlineMs: 60_000 }),
    ).rejects.toMatchObject({
      code: 'COMPONENT_NOT_READY',
      message: expect.stringMatching(/a volume cannot be mounted: mount\.nfs: .*No such file or directory/),
    });
    const events = await listEvents(kube, { namespace, uid: created.metadata.uid ?? '' });
    expect(events.map(({ reason }) => reason)).toContain('FailedMount');
    const live = await getObject(kube, { ...POD, name: 'nowhere', namespace });
    expect(await explainPod(kube, live ?? created)).toMatchObject({ fatal: true });
  });

  test('a pod that somebody deletes, with what was wrong before', async () => {
    await createObject(kube, pod('killed', {}, { image: 'registry.invalid/no/such:2' }));
    const wait = waitForPod(kube, { name: 'killed', namespace }, 'ready', {
      deadlineMs: 60_000,
      fatalAfterMs: 60_000,
      onReason(reason) {
        if (reason.includes('cannot be pulled')) void deleteObject(kube, { ...POD, name: 'killed', namespace });
      },
    });
    await expect(wait).rejects.toMatchObject({
      message: expect.stringMatching(
        /it was deleted; before that, image registry\.invalid\/no\/such:2 cannot be pulled/,
      ),
    });
  });

  test('a container that ends badly', async () => {
    const ends = pod('ends', { restartPolicy: 'Never' }, { command: ['sh', '-c', 'echo going; exit 3'] });
    await createObject(kube, ends);
    const finished = await waitForPod(kube, { name: 'ends', namespace }, 'finished', { deadlineMs: 60_000 });
    expect(finished['status']).toMatchObject({ phase: 'Failed' });
    expect((await explainPod(kube, finished)).reason).toContain('container main ended: exit code 3');
    expect(await readPodLog(kube, { namespace, pod: 'ends' })).toBe('going\n');
  });
});

describe('ways into a pod', () => {
  const PAGE = 'x'.repeat(3_000_000);

  const serve = 'mkdir /www; yes xxxxxxxxx | tr -d "\\n" | head -c 3000000 > /www/big; httpd -f -p 8080 -h /www';
  const ports = [{ name: 'web', containerPort: 8080 }];
  const readinessProbe = { tcpSocket: { port: 'web' }, periodSeconds: 1 };
  const httpd = { command: ['sh', '-c', serve], ports, readinessProbe };

  beforeAll(async () => {
    await createObject(kube, pod('server', {}, httpd));
    await createObject(kube, {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'front', namespace },
      spec: { selector: { app: 'server' }, ports: [{ name: 'http', port: 80, targetPort: 'web' }] },
    });
    await waitForPod(kube, { name: 'server', namespace }, 'ready', { deadlineMs: 60_000 });
    // The slice follows the pod's readiness a moment later.
    await vi.waitFor(
      () => forwardPort(kube, { namespace, service: 'front', port: 80 }).then((forward) => forward.close()),
      { timeout: 10_000 },
    );
  });

  test('a command gets its input and gives its output, its errors and its exit code', async () => {
    const command = ['sh', '-c', 'cat; echo oops >&2; exit 7'];
    const result = await execInPod(kube, { namespace, pod: 'server' }, command, { stdin: 'grüße\n' });
    expect(result).toEqual({ stdout: 'grüße\n', stderr: 'oops\n', exitCode: 7 });
    const long = await execInPod(kube, { namespace, pod: 'server' }, ['cat', '/www/big']);
    expect(long.stdout === PAGE).toBe(true);
  });

  test('a command that cannot be run, and a pod that is not there, are errors', async () => {
    await expect(execInPod(kube, { namespace, pod: 'server' }, ['no-such-program'])).rejects.toMatchObject({
      message: expect.stringContaining('no-such-program'),
    });
    await expect(execInPod(kube, { namespace, pod: 'nobody' }, ['true'])).rejects.toMatchObject({
      code: 'KUBE_NOT_FOUND',
    });
    await expect(
      execInPod(kube, { namespace, pod: 'server' }, ['sleep', '60'], { deadlineMs: 500 }),
    ).rejects.toMatchObject({
      code: 'TIMED_OUT',
    });
  });

  test('a forward reaches a Service by its named port, many connections at once', async () => {
    await using forward = await forwardPort(kube, { namespace, service: 'front', port: 80 });
    const pages = await Promise.all([1, 2, 3, 4].map(async () => (await fetch(`${forward.url}/big`)).text()));
    expect(pages.every((page) => page === PAGE)).toBe(true);
  });

  test('a forward finds the pod that took over from the one it began with', async () => {
    await using forward = await forwardPort(kube, { namespace, service: 'front', port: 80 });
    const second = pod('second', {}, httpd);
    second.metadata.labels = { app: 'server' };
    await createObject(kube, second);
    await waitForPod(kube, { name: 'second', namespace }, 'ready', { deadlineMs: 60_000 });
    await deleteObject(kube, { ...POD, name: 'server', namespace }, { gracePeriodSeconds: 0 });
    const gone = (found: unknown) =>
      found ? { state: 'waiting' as const, reason: 'still there' } : { state: 'ready' as const };
    await waitForObject(kube, { ...POD, name: 'server', namespace }, gone, { deadlineMs: 30_000 });
    await expect.poll(async () => (await fetch(`${forward.url}/big`)).status, { timeout: 10_000 }).toBe(200);
  });

  test('a Service without a ready pod is named', async () => {
    await createObject(kube, {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'empty', namespace },
      spec: { selector: { app: 'nobody' }, ports: [{ port: 80 }] },
    });
    await expect(forwardPort(kube, { namespace, service: 'empty', port: 80 })).rejects.toMatchObject({
      code: 'COMPONENT_NOT_READY',
      message: expect.stringContaining(`${namespace}/empty`),
    });
  });
});

test('somebody without rights is told which right is missing', async () => {
  const { stdout: token } = await run('kubectl', [
    'create',
    'token',
    'default',
    '-n',
    namespace,
    '--kubeconfig',
    kubeconfig ?? '',
  ]);
  const { stdout: config } = await run('kubectl', [
    'config',
    'view',
    '--raw',
    '--minify',
    '-o',
    'json',
    '--kubeconfig',
    kubeconfig ?? '',
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
  await expect(execInPod(weak, { namespace, pod: 'second' }, ['true'])).rejects.toMatchObject({
    code: 'KUBE_FORBIDDEN',
    hint: expect.stringContaining('on pods/exec'),
  });
});
