import { once } from 'node:events';
import { request } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { settingsSchema } from '../src/settings.ts';
import { guardedGateway } from './start-stand-ins.ts';

const WEBSOCKET = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': Buffer.alloc(16).toString('base64'),
};

test('it is ready when it has seen the pods, and says what it does', async () => {
  await using platform = await guardedGateway();
  const operations = async (path: string) => await fetch(`${platform.guard.operationsUrl}${path}`);
  await expect.poll(async () => (await operations('/readyz')).status).toBe(200);
  expect((await operations('/healthz')).status).toBe(200);
  expect((await operations('/')).status).toBe(404);
  await platform.ask('/api/kernels');
  await platform.ask('/api/kernels', { token: 'some-other-token' });
  const metrics = await (await operations('/metrics')).text();
  expect(metrics).toContain('gateway_guard_refusals_total{status="403"} 1');
  expect(metrics).toContain('gateway_guard_request_seconds_count{route="kernels",status="200"} 1');
  expect(metrics).not.toContain('alice');
});

test('a guard that is stopped finishes what it has begun, and lets channels go', async () => {
  await using platform = await guardedGateway();
  platform.gateway.startMs = 400;
  const id = platform.kernelOf('alice');
  const socket = new WebSocket(`${platform.guard.url.replace('http', 'ws')}/api/kernels/${id}/channels`, {
    headers: { authorization: 'token alice-server-token' },
  });
  await once(socket, 'open');
  const start = platform.ask('/api/kernels', { method: 'POST', body: '{}' });
  await expect.poll(() => platform.gateway.asked.some(({ method }) => method === 'POST')).toBe(true);
  socket.on('error', () => undefined);
  const gone = once(socket, 'close');
  await platform.guard.drain();
  await gone;
  expect((await start).status).toBe(201);
  await expect(platform.ask('/api/kernels')).rejects.toThrow('fetch failed');
});

test('a guard that is stopped loses nothing of what a kernel says: the rest is kept by the gateway', async () => {
  await using platform = await guardedGateway();
  const id = platform.kernelOf('alice');
  const socket = new WebSocket(`${platform.guard.url.replace('http', 'ws')}/api/kernels/${id}/channels`, {
    headers: { authorization: 'token alice-server-token' },
  });
  socket.on('error', () => undefined);
  await once(socket, 'open');
  const came: number[] = [];
  socket.on('message', (data: Buffer) => came.push(data.length));
  const [behind] = [...platform.gateway.sockets];
  let said = 0;
  const speaking = setInterval(() => {
    if (behind?.readyState !== WebSocket.OPEN) return;
    said += 200;
    for (let words = 0; words < 200; words += 1) behind.send(Buffer.alloc(1_000));
  }, 1);
  const gone = once(socket, 'close');
  await expect.poll(() => came.length).toBeGreaterThan(1_000);
  await platform.guard.drain();
  await gone;
  clearInterval(speaking);
  expect(came).toHaveLength(said);
});

test('neither a gateway that is slow to see that it is left, nor a server that vanishes then, keeps a guard from stopping', async () => {
  const gateway = createServer({ allowHalfOpen: true }, (behind) => {
    behind.on('error', () => undefined);
    behind.once('data', () => {
      behind.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    });
  }).listen(0, '127.0.0.1');
  await once(gateway, 'listening');
  const url = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`;
  await using platform = await guardedGateway({ settings: { gateway: { url } } });
  const path = `/api/kernels/${platform.kernelOf('alice')}/channels`;
  const headers = { authorization: 'token alice-server-token', ...WEBSOCKET };
  const open = async () => {
    const [, server] = (await once(request(`${platform.guard.url}${path}`, { headers }).end(), 'upgrade')) as [
      unknown,
      Socket,
    ];
    return server.on('error', () => undefined);
  };
  const [vanishing, staying] = [await open(), await open()];
  setTimeout(() => vanishing.resetAndDestroy(), 50);
  await platform.guard.drain();
  expect(platform.lines.map(({ event }) => event)).toContain('stopped');
  await expect.poll(() => staying.destroyed).toBe(true);
  gateway.close();
});

test('what a setting must be is said with its place', () => {
  const { error } = settingsSchema.safeParse({ port: 8888, hub: { cacheSeconds: 600 } });
  const issues = error?.issues.map(({ path }) => path.join('.'));
  expect(issues).toEqual(expect.arrayContaining(['hub.cacheSeconds', 'gateway', 'peers']));
});
