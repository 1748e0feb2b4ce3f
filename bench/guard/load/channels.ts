import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { type Kernel, kernels } from '../people.ts';
import { authorization } from './requests.ts';
import type { Echoed, Target, Task } from './task.ts';

/** How many channels are opened at the same time. */
const OPENING = 25;
/** Seconds after which a frame that did not come back never will. */
const LATE = 15;

export async function openChannels(target: Target, count: number): Promise<readonly WebSocket[]> {
  const open: WebSocket[] = [];
  while (open.length < count) {
    const wanted = kernels.slice(open.length, Math.min(open.length + OPENING, count));
    open.push(...(await Promise.all(wanted.map((kernel) => openChannel(target, kernel)))));
  }
  return open;
}

export async function openChannel(target: Target, kernel: Kernel, localAddress?: string): Promise<WebSocket> {
  const url = `${target.url.replace('http', 'ws')}/api/kernels/${kernel.id}/channels`;
  const headers = { Authorization: `token ${authorization(target, kernel)}` };
  const socket = new WebSocket(url, { perMessageDeflate: false, headers, localAddress });
  await once(socket, 'open');
  return socket;
}

export interface EchoOptions {
  readonly bytes: number;
  /** Messages that each channel has under way. */
  readonly inFlight: number;
  /** Messages on all channels together. */
  readonly count: number;
  readonly seconds: number;
}

/** Sends frames on all channels and sends one more for each that comes back. */
export async function echo(channels: readonly WebSocket[], options: EchoOptions): Promise<Echoed> {
  const { bytes, inFlight, count, seconds } = options;
  const frame = Buffer.alloc(bytes, 'x');
  const begin = performance.now();
  const until = begin + seconds * 1000;
  let sent = 0;
  let messages = 0;
  let end = begin;
  await Promise.all(
    channels.map(
      (channel) =>
        new Promise<void>((resolve, reject) => {
          let underWay = 0;
          const send = () => {
            underWay += 1;
            sent += 1;
            channel.send(frame);
          };
          channel.on('close', (code) => reject(new Error(`a channel closed with ${code}`)));
          channel.on('message', (data: Buffer) => {
            if (data.length !== bytes) return reject(new Error(`a frame of ${data.length} bytes came back`));
            underWay -= 1;
            const now = performance.now();
            if (now < until) {
              // What comes back after the time is over is waited for, but not counted.
              messages += 1;
              end = now;
              if (sent < count) return send();
            }
            if (underWay === 0) resolve();
          });
          const late = setTimeout((LATE + seconds) * 1000, undefined, { ref: false });
          void late.then(() => reject(new Error(`${underWay} frames did not come back`)));
          for (let each = 0; each < inFlight; each += 1) send();
        }),
    ),
  );
  for (const channel of channels) channel.removeAllListeners('message').removeAllListeners('close');
  return { messages, seconds: (end - begin) / 1000 };
}

const FRAME = 64 * 1024;

/** Opens a channel whose kernel sends so much, and reads nothing. */
export async function doNotRead({ target, bytes, seconds }: Extract<Task, { do: 'not read' }>): Promise<void> {
  const channel = await openChannel(target, kernels[0]!);
  channel.pause();
  channel.send(JSON.stringify({ stream: { frames: bytes / FRAME, bytes: FRAME } }));
  await setTimeout(seconds * 1000);
  channel.terminate();
}

export async function closeChannels(channels: readonly WebSocket[]): Promise<void> {
  await Promise.all(
    channels.map(async (channel) => {
      channel.close();
      await once(channel, 'close');
    }),
  );
}
