import { expect, onTestFinished, test, vi } from 'vitest';
import type { Reply, Seen } from '../../test/http-stand-in.ts';
import { type Behaviour, TINY_PNG } from '../../test/kernel-stand-in.ts';
import { HUB_TOKEN, platformStandIn } from '../../test/platform-stand-in.ts';
import { systemClock } from '../clock.ts';
import { execute } from './execute.ts';
import { openServer } from './person-server.ts';
import { startKernel } from './start-kernel.ts';

const ANY = { id: 'k1', code: 'run' };

async function serverWhere(trouble: { post?: Reply; kernel?: Behaviour; answer?: (seen: Seen) => Reply | undefined }) {
  const platform = await platformStandIn({
    clock: systemClock,
    ...(trouble.kernel && { kernel: trouble.kernel }),
    answer: (seen) => trouble.answer?.(seen) ?? (seen.method === 'POST' ? trouble.post : undefined),
  });
  platform.servers.add('');
  onTestFinished(() => platform[Symbol.asyncDispose]());
  return { platform, server: openServer(platform.hub, { user: 'naas-verify' }) };
}

test('a kernel is started from the kernelspec of the platform, not from a default that does not exist', async () => {
  const { platform, server } = await serverWhere({});
  const kernel = await startKernel(server, { path: 'work' });
  expect(platform.kernels.has(kernel.id)).toBe(true);
  expect(platform.asked.seen.at(-1)).toMatchObject({
    url: '/user/naas-verify/api/kernels',
    body: { name: 'python_kubernetes', path: 'work' },
  });
});

const FROM_GATEWAY = 'Error from Gateway: [%s] %s. Ensure gateway url is valid and the Gateway instance is running.';

test.each([
  [599, FROM_GATEWAY, 'GATEWAY_UNREACHABLE', /cannot reach the gateway \(Service enterprise-gateway\)/],
  [
    503,
    "ConnectionError was received from Gateway server url '%s'.",
    'GATEWAY_UNREACHABLE',
    /cannot reach the gateway/,
  ],
  [404, "The Gateway server specified in the gateway_url '%s' doesn't appear to be valid.", 'GATEWAY_UNREACHABLE', /./],
  [500, FROM_GATEWAY, 'KERNEL_NOT_STARTED', /the gateway answered with status 500$/],
  [500, 'KernelID: launch timeout due to: Waited too long (10.0s)', 'KERNEL_NOT_STARTED', /Waited too long/],
  [403, "User 'root' is not authorized to start kernel", 'KERNEL_NOT_STARTED', /'root' is not authorized/],
  [424, 'JupyterHub server no longer running at /user/naas-verify/', 'SERVER_NOT_STARTED', /is not running\.$/],
])('a start that ends with status %i and "%s" is %s', async (...[status, message, code, words]) => {
  const { server } = await serverWhere({ post: { status, json: { message, reason: null } } });
  await expect(startKernel(server)).rejects.toMatchObject({ code, message: expect.stringMatching(words) });
});

test.each<[string, Reply]>([
  ['the hub sends the question elsewhere', { status: 302, headers: { location: '/hub/user/naas-verify/api/kernels' } }],
  ['the hub misses a cookie', { status: 403, text: "<html><p>'_xsrf' argument missing from POST</p>" }],
  ['the proxy finds nobody behind the route', { status: 503, text: '<!DOCTYPE html><html>Service Unavailable' }],
])('a server that does not run is said to be so when %s', async (_, post) => {
  const { server } = await serverWhere({ post });
  await expect(startKernel(server)).rejects.toMatchObject({ code: 'SERVER_NOT_STARTED' });
});

test('what code prints, shows and ends in comes back, also what comes after the reply', async () => {
  const { server } = await serverWhere({
    kernel: () => [
      ['stream', { name: 'stdout', text: 'one\n' }],
      ['stream', { name: 'stderr', text: 'a warning' }],
      ['display_data', { data: { 'image/png': TINY_PNG, 'text/plain': '<Figure>' }, metadata: {} }],
      ['execute_result', { data: { 'text/plain': '42' }, metadata: {}, execution_count: 1 }],
    ],
  });
  expect(await execute(server, ANY)).toEqual({
    status: 'ok',
    text: 'one\n42\n',
    pictures: [Buffer.from(TINY_PNG, 'base64')],
  });
});

test('code that raises is an outcome', async () => {
  const { server } = await serverWhere({
    kernel: () => [['error', { ename: 'ZeroDivisionError', evalue: 'division by zero', traceback: ['line 1'] }]],
  });
  expect(await execute(server, ANY)).toMatchObject({
    status: 'error',
    error: { name: 'ZeroDivisionError', value: 'division by zero', traceback: ['line 1'] },
  });
});

test.each<[string, Behaviour, RegExp]>([
  ['dies', () => 'death', /died while it computed/],
  ['loses its connection', () => 'break', /The connection to kernel k1 broke: closed with code 1006/],
  ['never finishes', () => 'silence', /did not finish within 1.5 s/],
])('a kernel that %s is an error', async (_, kernel, words) => {
  const { server } = await serverWhere({ kernel });
  await expect(execute(server, ANY, { deadlineMs: 1_500 })).rejects.toMatchObject({
    code: 'KERNEL_FAILED',
    message: expect.stringMatching(words),
  });
  expect(server.channels.size).toBe(0);
});

test('the token goes into a header, never into an address or the console', async () => {
  const prints = (['debug', 'log', 'warn', 'error'] as const).map((level) => vi.spyOn(console, level));
  const { platform, server } = await serverWhere({ kernel: () => [] });
  const { id } = await startKernel(server);
  await execute(server, { id, code: '1' });
  for (const print of prints) expect(print).not.toHaveBeenCalled();
  expect(platform.asked.seen.map(({ url }) => url).join(' ')).not.toContain(HUB_TOKEN);
});
