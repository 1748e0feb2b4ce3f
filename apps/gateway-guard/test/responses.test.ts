import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { Rates } from '../src/responses/rates.ts';
import { guardedGateway, type GuardedGateway } from './start-stand-ins.ts';

const report = () => randomBytes(600).toString('base64');

/** A guard before a gateway that takes reports, each whole or not at all. */
async function relaying(deadlineMs = 300) {
  const taken: string[] = [];
  const gateway = createServer((socket) => {
    let text = '';
    socket.on('data', (data: Buffer) => (text += data.toString()));
    socket.on('end', () => taken.push(text));
  }).listen(0, '127.0.0.1');
  await once(gateway, 'listening');
  const { port } = gateway.address() as AddressInfo;
  const platform = await guardedGateway({ settings: { gateway: { responsePort: port } }, responses: { deadlineMs } });
  return {
    taken,
    platform,
    [Symbol.asyncDispose]: async () => {
      await platform[Symbol.asyncDispose]();
      gateway.close();
    },
  };
}

async function kernel(platform: GuardedGateway): Promise<Socket> {
  const socket = connect(platform.guard.responsePort, '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

/** Also after a reset. */
function gone(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once('close', () => resolve()));
}

const reasons = ({ lines }: GuardedGateway) =>
  lines.filter(({ event }) => event.startsWith('response-')).map(({ reason }) => reason);

test('what a kernel reports comes to the gateway whole', async () => {
  await using relay = await relaying();
  const text = report();
  const socket = await kernel(relay.platform);
  socket.write(text.slice(0, 100));
  socket.end(text.slice(100));
  await expect.poll(() => relay.taken).toEqual([text]);
  expect(reasons(relay.platform)).toEqual([]);
});

test('who holds a connection open is let go, and keeps nobody else from reporting', async () => {
  await using relay = await relaying();
  const held = await kernel(relay.platform);
  held.write(report());
  const text = report();
  (await kernel(relay.platform)).end(text);
  await expect.poll(() => relay.taken).toEqual([text]);
  await gone(held);
  expect(reasons(relay.platform)).toEqual([expect.stringContaining('no end within 0.3 s')]);
});

test.each([
  ['more than a report is', 'A'.repeat(100_000), 'more than 8192 bytes'],
  ['something short', 'hello', 'too short'],
  ['something else', '{"ip": "192.0.2.1"}'.repeat(20), 'not base64'],
])('%s is kept from the gateway', async (_what, text, reason) => {
  await using relay = await relaying();
  const socket = await kernel(relay.platform);
  socket.end(text);
  await gone(socket);
  await expect.poll(() => reasons(relay.platform)).toEqual([expect.stringContaining(reason)]);
  expect(relay.taken).toEqual([]);
});

test('an address that holds two connections gets no third', async () => {
  await using relay = await relaying(5_000);
  const held = [await kernel(relay.platform), await kernel(relay.platform)];
  const third = await kernel(relay.platform);
  await gone(third);
  expect(held.map(({ destroyed }) => destroyed)).toEqual([false, false]);
  for (const socket of held) socket.destroy();
});

test('a report that the gateway does not take is told of', async () => {
  await using platform = await guardedGateway({ responses: { deadlineMs: 300 } });
  (await kernel(platform)).end(report());
  await expect
    .poll(() => platform.lines)
    .toContainEqual(expect.objectContaining({ level: 'warning', event: 'response-lost' }));
});

test('somebody may do so much in a while, and others besides', () => {
  let time = 0;
  const rates = new Rates({ most: 2, withinMs: 1_000, now: () => time });
  const allowed = (caller: string) => rates.allow(caller);
  expect(['a', 'a', 'a', 'b'].map(allowed)).toEqual([true, true, false, true]);
  time = 999;
  expect(allowed('a')).toBe(false);
  time = 1_001;
  expect(['a', 'a', 'a'].map(allowed)).toEqual([true, true, false]);
});
