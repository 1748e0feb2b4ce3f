import { expect, test } from 'vitest';
import { guardedGateway, type GuardedGateway } from './start-stand-ins.ts';
import { serverToken } from './stand-in-hub.ts';

const largest = { cpu: '2', memory: '4Gi' };

const HOSTILE = {
  KERNEL_USERNAME: 'alice',
  KERNEL_HOME: 'alice',
  KERNEL_PATH: '/export/alice',
  KERNEL_VOLUMES: "[{name: x, hostPath: {path: '/'}}]",
  KERNEL_VOLUME_MOUNTS: '[]',
  KERNEL_IMAGE: 'evil:1',
  KERNEL_NAMESPACE: 'kube-system',
  KERNEL_SERVICE_ACCOUNT_NAME: 'enterprise-gateway',
  KERNEL_POD_NAME: '{{ kernel_id }}',
  KERNEL_UID: '0',
  KERNEL_GID: '0',
  KERNEL_ID: '11111111-1111-4111-8111-111111111111',
  KERNEL_CPUS: '64',
  PATH: '/evil',
  LD_PRELOAD: '/evil.so',
};

async function startAs(platform: GuardedGateway, body: object | string, token = 'bob-server-token') {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const answer = await platform.ask('/api/kernels', { method: 'POST', body: text, token });
  const sent = platform.gateway.asked.find(({ method }) => method === 'POST');
  return { ...answer, sent: sent && (JSON.parse(sent.body) as { name: string; env: Record<string, string> }) };
}

test('a kernel starts for whose token it is, whatever the request says', async () => {
  await using platform = await guardedGateway();
  const { status, id, sent, headers } = await startAs(platform, { name: 'python_kubernetes', env: HOSTILE });
  expect(status).toBe(201);
  expect(headers.get('location')).toBe(`/api/kernels/${id}`);
  expect(sent).toEqual({
    name: 'python_kubernetes',
    env: {
      KERNEL_USERNAME: 'bob',
      KERNEL_HOME: 'bob',
      KERNEL_ID: id,
      KERNEL_POD_NAME: `nb-${id}`,
      KERNEL_NAMESPACE: 'notebook-kernels',
      KERNEL_SERVICE_ACCOUNT_NAME: 'kernel',
      KERNEL_WORKING_DIR: '/home/jovyan',
      KERNEL_LAUNCH_TIMEOUT: '120',
    },
  });
  expect((await platform.ask(`/api/kernels/${id}`, { token: 'bob-server-token' })).status).toBe(200);
  expect((await platform.ask(`/api/kernels/${id}`)).status).toBe(404);
});

test('a request without env, or without anything, is given one', async () => {
  await using platform = await guardedGateway();
  const { status, sent } = await startAs(platform, {});
  expect(status).toBe(201);
  expect(sent).toMatchObject({ name: 'python_kubernetes', env: { KERNEL_USERNAME: 'bob' } });
});

test.each(['alice@example.com', 'ünïcode', '用户', 'a'.repeat(60)])(
  '%s has a kernel on the home KubeSpawner gives',
  async (name) => {
    await using platform = await guardedGateway();
    platform.hub.tokens.set('odd-token', serverToken(name));
    const { id, sent } = await startAs(platform, {}, 'odd-token');
    expect(sent?.env).toMatchObject({
      KERNEL_USERNAME: name,
      KERNEL_HOME: expect.stringMatching(/^[a-z][a-z0-9-]{0,47}$/),
    });
    platform.pods.add({ kernelId: id!, person: name, home: sent?.env['KERNEL_HOME'] ?? '' });
    expect((await platform.ask(`/api/kernels/${id}`, { token: 'odd-token' })).status).toBe(200);
  },
);

test.each([
  ['/home/jovyan/work', '/home/jovyan/work'],
  ['/home/jovyan', '/home/jovyan'],
  ['/home/jovyan/../alice', '/home/jovyan'],
  ['/home/jovyan/./x', '/home/jovyan'],
  ['/home/jovyanx', '/home/jovyan'],
  ['/', '/home/jovyan'],
  ['/home/jovyan/a\u0000b', '/home/jovyan'],
])('a kernel for a notebook in %j works in %s', async (asked, granted) => {
  await using platform = await guardedGateway();
  const { sent } = await startAs(platform, { env: { KERNEL_WORKING_DIR: asked } });
  expect(sent?.env['KERNEL_WORKING_DIR']).toBe(granted);
});

test.each([
  ['40', '40'],
  ['1', '10'],
  ['9999', '120'],
  ['forever', '120'],
])('a launch time-out of %s is %s', async (asked, granted) => {
  await using platform = await guardedGateway();
  const { sent } = await startAs(platform, { env: { KERNEL_LAUNCH_TIMEOUT: asked } });
  expect(sent?.env['KERNEL_LAUNCH_TIMEOUT']).toBe(granted);
});

test.each([{ KERNEL_CPUS: '500m', KERNEL_MEMORY: '2Gi' }, { KERNEL_CPUS: '2' }])(
  'where resources may be asked for, %j is granted',
  async (env) => {
    await using platform = await guardedGateway({ settings: { kernels: { largest } } });
    expect((await startAs(platform, { env })).sent?.env).toMatchObject(env);
  },
);

test.each([
  [{ KERNEL_CPUS: '2.5' }, 'KERNEL_CPUS is 2.5, and a kernel here may have 2 at most.'],
  [{ KERNEL_MEMORY: '5Gi' }, 'KERNEL_MEMORY is 5Gi, and a kernel here may have 4Gi at most.'],
  [{ KERNEL_MEMORY: '0' }, 'KERNEL_MEMORY is no quantity'],
  [{ KERNEL_MEMORY: '1Gi }' }, 'KERNEL_MEMORY is no quantity'],
])('and %j is not', async (env, message) => {
  await using platform = await guardedGateway({ settings: { kernels: { largest } } });
  const { status, message: said, sent } = await startAs(platform, { env });
  expect([status, said, sent]).toEqual([400, expect.stringContaining(message), undefined]);
});

test.each([
  { what: 'no JSON', body: '{', status: 400, message: 'not JSON' },
  { what: 'a list', body: '[]', status: 400, message: 'wrong at its top' },
  { what: 'null', body: 'null', status: 400, message: 'wrong at its top' },
  { what: 'a number in env', body: '{"env":{"KERNEL_X":1}}', status: 400, message: 'wrong at env.KERNEL_X' },
  { what: 'env as a list', body: '{"env":[]}', status: 400, message: 'wrong at env' },
  { what: 'a path as name', body: '{"name":"../../etc"}', status: 400, message: 'wrong at name' },
  {
    what: 'a kernelspec that is not there',
    body: '{"name":"spark"}',
    status: 404,
    message: 'There is no kernelspec spark. You may use: python_kubernetes.',
  },
  { what: 'a name of Object', body: '{"name":"constructor"}', status: 404, message: 'no kernelspec constructor' },
  { what: 'deep nesting', body: `{"env":${'['.repeat(20_000)}${']'.repeat(20_000)}}`, status: 400, message: 'at env' },
  { what: 'too much', body: JSON.stringify({ x: 'x'.repeat(70_000) }), status: 413, message: 'larger than 64 KiB' },
])('a body with $what is refused in plain words and starts nothing', async ({ body, status, message }) => {
  await using platform = await guardedGateway();
  const answer = await startAs(platform, body);
  expect(answer.status).toBe(status);
  expect(answer.message).toContain(message);
  expect(answer.sent).toBeUndefined();
});

test.each([
  [
    {
      status: 403,
      body: {
        reason: 'Forbidden',
        message:
          "A max kernels per user limit has been set to 5 and user 'bob' currently has 5 active and pending kernels.",
      },
    },
    403,
    'You have 5 kernels already, which is the most a person may have.',
  ],
  [
    { status: 500, body: { message: 'Waited too long (120s) to get connection file', traceback: 'File "/x"' } },
    504,
    'did not start in time',
  ],
  [
    { status: 500, body: { message: 'Error occurred during launch of KernelID: x', traceback: 'File "/x"' } },
    502,
    'could not be started',
  ],
])('what the gateway says of a start that failed, %j, is told as %i in plain words', async (reply, status, message) => {
  await using platform = await guardedGateway();
  platform.gateway.refuseStart = reply;
  const answer = await startAs(platform, {});
  expect(answer.status).toBe(status);
  expect(answer.message).toContain(message);
  expect(answer.body).not.toContain('File "/x"');
});

test('a kernel that nobody waits for any more is stopped again', async () => {
  await using platform = await guardedGateway();
  platform.gateway.startMs = 200;
  const gone = new AbortController();
  const asked = fetch(`${platform.guard.url}/api/kernels`, {
    method: 'POST',
    headers: { authorization: 'token bob-server-token' },
    body: '{}',
    signal: gone.signal,
  });
  setTimeout(() => gone.abort(), 100);
  await expect(asked).rejects.toThrow('aborted');
  await expect.poll(() => platform.gateway.asked.some(({ method }) => method === 'DELETE')).toBe(true);
  expect(platform.gateway.kernels.size).toBe(0);
});

test('a session is refused with the reason', async () => {
  await using platform = await guardedGateway();
  const answer = await platform.ask('/api/sessions', { method: 'POST', body: '{}' });
  expect([answer.status, answer.message]).toEqual([
    403,
    expect.stringContaining('start a kernel with POST /api/kernels'),
  ]);
});
