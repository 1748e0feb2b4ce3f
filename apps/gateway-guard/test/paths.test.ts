import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { raw, statuses } from './raw.ts';
import { guardedGateway } from './start-stand-ins.ts';

const AUTHORIZATION = 'Authorization: token bob-server-token\r\n';
const request = (line: string, headers = '') =>
  `${line}\r\nHost: x\r\n${AUTHORIZATION}${headers}Connection: close\r\n\r\n`;

test.each([
  ['GET /api/kernels/../kernels HTTP/1.1', 404],
  ['GET //api/kernels HTTP/1.1', 404],
  ['GET /api//kernels HTTP/1.1', 404],
  ['GET /api/kernels/ HTTP/1.1', 404],
  ['GET /api/%6bernels HTTP/1.1', 404],
  ['GET /api/kernels%2f11111111-1111-4111-8111-111111111111 HTTP/1.1', 404],
  ['GET /api/kernels;x HTTP/1.1', 404],
  ['GET /API/kernels HTTP/1.1', 404],
  ['GET /api/kernels/11111111-1111-4111-8111-11111111111A HTTP/1.1', 404],
  ['GET /api/swagger.json HTTP/1.1', 404],
  ['GET /kernelspecs/python_kubernetes/kernel.json HTTP/1.1', 404],
  ['GET /kernelspecs/python_kubernetes/../python_kubernetes/logo-64x64.png HTTP/1.1', 404],
  ['GET http://gateway/api/kernels HTTP/1.1', 400],
  ['GET api/kernels HTTP/1.1', 400],
  ['OPTIONS * HTTP/1.1', 400],
  ['PUT /api/kernels HTTP/1.1', 405],
  ['OPTIONS /api/kernels HTTP/1.1', 405],
])('%s is answered with %i, and the gateway hears nothing of it', async (line, status) => {
  await using platform = await guardedGateway();
  expect(statuses(await raw(platform.guard.url, request(line)))).toEqual([status]);
  expect(platform.gateway.asked).toEqual([]);
});

const GET = 'GET /api/kernels HTTP/1.1';
const POST = 'POST /api/kernels HTTP/1.1';

test.each([
  [
    'two tokens',
    `${GET}\r\nHost: x\r\n${AUTHORIZATION}Authorization: token alice-server-token\r\nConnection: close\r\n\r\n`,
  ],
  ['two lengths', request(POST, 'Content-Length: 2\r\nContent-Length: 40\r\n') + '{}'],
  ['a length and chunks', request(POST, 'Content-Length: 4\r\nTransfer-Encoding: chunked\r\n') + '0\r\n\r\n'],
  ['an odd coding', request(POST, 'Transfer-Encoding: xchunked\r\n') + '{}'],
  ['a folded header', request(GET, 'X-A: b\r\n c: d\r\n')],
  ['a bare newline', `${GET}\nHost: x\n${AUTHORIZATION}X: y\n\n`],
  ['a space before the colon', request(GET, 'Content-Length : 5\r\n')],
  ['no host', `${GET}\r\n${AUTHORIZATION}\r\n`],
  ['headers without end', request(GET, `X: ${'y'.repeat(20_000)}\r\n`)],
])('a request with %s is refused, and the gateway hears nothing of it', async (_what, bytes) => {
  await using platform = await guardedGateway();
  const [status] = statuses(await raw(platform.guard.url, bytes));
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThan(500);
  expect(platform.gateway.asked).toEqual([]);
  expect((await platform.ask('/api')).status).toBe(200);
});

test('nothing of a request goes on to the gateway but what the guard says', async () => {
  await using platform = await guardedGateway();
  const headers = 'X-Forwarded-User: alice\r\nCookie: a=b\r\nX-Kernel-Username: alice\r\nAccept-Language: x\r\n';
  await raw(platform.guard.url, request('GET /api/kernels?user=alice&token=x HTTP/1.1', headers));
  const [asked] = platform.gateway.asked;
  expect(asked).toMatchObject({ method: 'GET', url: '/api/kernels', body: '' });
  expect(Object.keys(asked?.headers ?? {}).toSorted()).toEqual(['accept', 'authorization', 'connection', 'host']);
  expect(asked?.headers.authorization).toBe('token gateway-token');
});

test('requests one behind the other on a connection are told apart', async () => {
  await using platform = await guardedGateway();
  const first = `POST /api/kernels HTTP/1.1\r\nHost: x\r\n${AUTHORIZATION}Content-Length: 2\r\n\r\n{}`;
  const second = request('GET /api/kernels HTTP/1.1').replace('bob', 'alice');
  expect(statuses(await raw(platform.guard.url, first + second))).toEqual([201, 200]);
});

test('kernelspecs show no values of variables, and not who else is allowed', async () => {
  await using platform = await guardedGateway();
  for (const token of ['alice-server-token', 'operator-token']) {
    for (const path of ['/api/kernelspecs', '/api/kernelspecs/python_kubernetes']) {
      const { status, body } = await platform.ask(path, { token });
      expect(status).toBe(200);
      expect(body).toContain('Python on Kubernetes');
      expect(body).not.toMatch(/planted-secret|carol/);
    }
  }
  expect((await platform.ask('/kernelspecs/python_kubernetes/logo-64x64.png')).status).toBe(200);
  expect(platform.gateway.asked[0]?.url).toBe('/api/kernelspecs?user=alice');
});

test('an address that holds too many connections gets no more until it lets some go', async () => {
  await using platform = await guardedGateway({ connectionsOfOne: 5 });
  const { hostname, port } = new URL(platform.guard.url);
  const held = Array.from({ length: 5 }, () => connect(Number(port), hostname));
  await Promise.all(held.map((socket) => once(socket, 'connect')));
  const sixth = connect(Number(port), hostname);
  sixth.on('error', () => undefined);
  await once(sixth, 'close');
  for (const socket of held) socket.destroy();
  await expect.poll(async () => (await platform.ask('/api').catch(() => undefined))?.status).toBe(200);
});
