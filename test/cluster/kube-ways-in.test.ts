import { beforeAll, expect, test, vi } from 'vitest';
import {
  createObject,
  deleteObject,
  execInPod,
  forwardPort,
  waitForObject,
  waitForPod,
} from '../../packages/sdk/src/kube/index.ts';
import { POD, ownNamespace } from './support/own-namespace.ts';

const own = ownNamespace();
const { namespace } = own;

const PAGE = 'x'.repeat(3_000_000);

const serve = 'mkdir /www; yes xxxxxxxxx | tr -d "\\n" | head -c 3000000 > /www/big; httpd -f -p 8080 -h /www';
const ports = [{ name: 'web', containerPort: 8080 }];
const readinessProbe = { tcpSocket: { port: 'web' }, periodSeconds: 1 };
const httpd = { command: ['sh', '-c', serve], ports, readinessProbe };

beforeAll(async () => {
  await createObject(own.kube, own.pod('server', {}, httpd));
  await createObject(own.kube, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'front', namespace },
    spec: { selector: { app: 'server' }, ports: [{ name: 'http', port: 80, targetPort: 'web' }] },
  });
  await waitForPod(own.kube, { name: 'server', namespace }, 'ready', { deadlineMs: 60_000 });
  // The slice follows the pod's readiness a moment later.
  await vi.waitFor(
    () => forwardPort(own.kube, { namespace, service: 'front', port: 80 }).then((forward) => forward.close()),
    { timeout: 10_000 },
  );
});

test('a command gets its input and gives its output, its errors and its exit code', async () => {
  const command = ['sh', '-c', 'cat; echo oops >&2; exit 7'];
  const result = await execInPod(own.kube, { namespace, pod: 'server' }, command, { stdin: 'grüße\n' });
  expect(result).toEqual({ stdout: 'grüße\n', stderr: 'oops\n', exitCode: 7 });
  const long = await execInPod(own.kube, { namespace, pod: 'server' }, ['cat', '/www/big']);
  expect(long.stdout === PAGE).toBe(true);
});

test('a command that cannot be run, and a pod that is not there, are errors', async () => {
  await expect(execInPod(own.kube, { namespace, pod: 'server' }, ['no-such-program'])).rejects.toMatchObject({
    message: expect.stringContaining('no-such-program'),
  });
  await expect(execInPod(own.kube, { namespace, pod: 'nobody' }, ['true'])).rejects.toMatchObject({
    code: 'KUBE_NOT_FOUND',
  });
  await expect(
    execInPod(own.kube, { namespace, pod: 'server' }, ['sleep', '60'], { deadlineMs: 500 }),
  ).rejects.toMatchObject({
    code: 'TIMED_OUT',
  });
});

test('a forward reaches a Service by its named port, many connections at once', async () => {
  await using forward = await forwardPort(own.kube, { namespace, service: 'front', port: 80 });
  const pages = await Promise.all([1, 2, 3, 4].map(async () => (await fetch(`${forward.url}/big`)).text()));
  expect(pages.every((page) => page === PAGE)).toBe(true);
});

// Takes away the pod that the tests above use.
test('a forward finds the pod that took over from the one it began with', async () => {
  await using forward = await forwardPort(own.kube, { namespace, service: 'front', port: 80 });
  const second = own.pod('second', {}, httpd);
  second.metadata.labels = { app: 'server' };
  await createObject(own.kube, second);
  await waitForPod(own.kube, { name: 'second', namespace }, 'ready', { deadlineMs: 60_000 });
  await deleteObject(own.kube, { ...POD, name: 'server', namespace }, { gracePeriodSeconds: 0 });
  const gone = (found: unknown) =>
    found ? { state: 'waiting' as const, reason: 'still there' } : { state: 'ready' as const };
  await waitForObject(own.kube, { ...POD, name: 'server', namespace }, gone, { deadlineMs: 30_000 });
  const page = async () => (await fetch(`${forward.url}/big`)).text();
  await expect.poll(async () => (await page()) === PAGE, { timeout: 10_000 }).toBe(true);
});

test('a Service without a ready pod is named', async () => {
  await createObject(own.kube, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'empty', namespace },
    spec: { selector: { app: 'nobody' }, ports: [{ port: 80 }] },
  });
  await expect(forwardPort(own.kube, { namespace, service: 'empty', port: 80 })).rejects.toMatchObject({
    code: 'COMPONENT_NOT_READY',
    message: expect.stringContaining(`${namespace}/empty`),
  });
});
