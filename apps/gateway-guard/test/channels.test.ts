import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { raw, statuses } from './raw.ts';
import { guardedGateway, type GuardedGateway } from './start-stand-ins.ts';

function open(platform: GuardedGateway, id: string, token = 'alice-server-token'): WebSocket {
  const url = `${platform.guard.url.replace('http', 'ws')}/api/kernels/${id}/channels?session_id=s1&x=y`;
  return new WebSocket(url, { headers: { authorization: `token ${token}`, origin: 'http://evil' } });
}

async function opened(socket: WebSocket): Promise<WebSocket> {
  await once(socket, 'open');
  return socket;
}

async function refusal(socket: WebSocket): Promise<number> {
  socket.on('error', () => undefined);
  const [, answer] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number; resume(): void }];
  answer.resume();
  return answer.statusCode;
}

async function closed(socket: WebSocket): Promise<void> {
  socket.on('error', () => undefined);
  if (socket.readyState !== WebSocket.CLOSED) await once(socket, 'close');
}

test('a person computes in their kernel: what is sent comes back, and the gateway sees the guard alone', async () => {
  await using platform = await guardedGateway();
  const mine = platform.kernelOf('alice');
  const socket = await opened(open(platform, mine));
  const message = randomBytes(2_000_000);
  socket.send(message);
  const [echo] = (await once(socket, 'message')) as [Buffer];
  expect(echo.equals(message)).toBe(true);
  const asked = platform.gateway.asked.find(({ method }) => method === 'WS');
  expect(asked?.url).toBe(`/api/kernels/${mine}/channels?session_id=s1`);
  expect(asked?.headers).not.toHaveProperty('origin');
  expect(asked?.headers.authorization).toBe('token gateway-token');
  socket.close();
  await closed(socket);
  await expect.poll(() => platform.gateway.sockets.size).toBe(0);
});

test("nobody enters somebody else's kernel, nor one that is nowhere, nor with no server's token", async () => {
  await using platform = await guardedGateway();
  const theirs = platform.kernelOf('alice');
  expect(await refusal(open(platform, theirs, 'bob-server-token'))).toBe(404);
  expect(await refusal(open(platform, '11111111-1111-4111-8111-111111111111'))).toBe(404);
  expect(await refusal(open(platform, theirs, 'some-other-token'))).toBe(403);
  expect(await refusal(open(platform, theirs, 'operator-token'))).toBe(403);
  expect(platform.gateway.asked.filter(({ method }) => method === 'WS')).toEqual([]);
  expect(platform.lines.filter(({ event }) => event === 'refused')).toHaveLength(4);
});

const upgrade = (path: string, version = '13') =>
  `GET ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: token bob-server-token\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: ${version}\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n\r\n`;

test('no request is smuggled behind one to upgrade that fails', async () => {
  await using platform = await guardedGateway();
  const mine = platform.kernelOf('bob');
  const theirs = platform.kernelOf('alice');
  const smuggled = `DELETE /api/kernels/${theirs} HTTP/1.1\r\nHost: x\r\n\r\n`;
  const wrong = await raw(platform.guard.url, upgrade(`/api/kernels/${mine}/channels`, '12') + smuggled);
  expect(statuses(wrong)).toEqual([400]);
  const elsewhere = await raw(platform.guard.url, upgrade('/api/kernels') + smuggled);
  expect(statuses(elsewhere)).toEqual([404]);
  expect(platform.gateway.kernels.has(theirs)).toBe(true);
});

test('a kernel that the gateway lost is said to be gone, and a gateway that is away is said to be so', async () => {
  await using platform = await guardedGateway();
  const mine = platform.kernelOf('alice');
  await opened(open(platform, mine)).then((socket) => socket.terminate());
  await platform.gateway[Symbol.asyncDispose]();
  expect(await refusal(open(platform, mine))).toBe(503);
});

test('who vanishes without a word, or is silent for too long, is let go on both sides', async () => {
  await using platform = await guardedGateway({ channels: { silentMs: 300, lookMs: 50 } });
  const mine = platform.kernelOf('alice');
  const vanishing = await opened(open(platform, mine));
  vanishing.terminate();
  await expect.poll(() => platform.gateway.sockets.size).toBe(0);
  const silent = await opened(open(platform, mine));
  await closed(silent);
  expect(platform.gateway.sockets.size).toBe(0);
  expect(platform.lines).toContainEqual(expect.objectContaining({ event: 'channel-silent', kernel: mine }));
});

test('a channel ends when its token is worth nothing more', async () => {
  await using platform = await guardedGateway({ channels: { lookMs: 50 } });
  const socket = await opened(open(platform, platform.kernelOf('alice')));
  platform.hub.tokens.clear();
  platform.clock.time += 61_000;
  await closed(socket);
  expect(platform.lines).toContainEqual(expect.objectContaining({ event: 'channel-closed', person: 'alice' }));
});

test('who reads slowly is waited for, and does not fill the guard', async () => {
  await using platform = await guardedGateway();
  const socket = await opened(open(platform, platform.kernelOf('alice')));
  socket.pause();
  const [behind] = [...platform.gateway.sockets];
  const frame = randomBytes(1_000_000);
  const before = process.memoryUsage().rss;
  for (let frames = 0; frames < 100; frames += 1) behind?.send(frame);
  await new Promise((resolve) => setTimeout(resolve, 500));
  // What is not taken stays with who sends it: all but what fits into the buffers of the sockets.
  expect(behind?.bufferedAmount).toBeGreaterThan(80_000_000);
  expect(process.memoryUsage().rss - before).toBeLessThan(250_000_000);
  let came = 0;
  socket.on('message', (data: Buffer) => (came += data.length));
  socket.resume();
  await expect.poll(() => came).toBe(100_000_000);
});

test('a client that goes away in the middle of the handshake leaves nothing behind', async () => {
  await using platform = await guardedGateway();
  const mine = platform.kernelOf('bob');
  const { hostname, port } = new URL(platform.guard.url);
  for (let times = 0; times < 20; times += 1) {
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    socket.write(upgrade(`/api/kernels/${mine}/channels`));
    setTimeout(() => socket.resetAndDestroy(), times);
  }
  await new Promise((resolve) => setTimeout(resolve, 200));
  await expect.poll(() => platform.gateway.sockets.size).toBe(0);
  const metrics = await (await fetch(`${platform.guard.operationsUrl}/metrics`)).text();
  expect(metrics).toContain('gateway_guard_open_channels 0');
});
