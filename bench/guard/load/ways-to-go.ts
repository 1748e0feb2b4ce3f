import { execFile } from 'node:child_process';
import { request } from 'node:http';
import type { Socket } from 'node:net';
import { promisify } from 'node:util';
import type { WebSocket } from 'ws';
import { kernels } from '../people.ts';
import { openChannel } from './channels.ts';
import { authorization } from './requests.ts';
import type { Target } from './task.ts';

/** The ways people's servers go without closing. */
export const WAYS = {
  /** Reads nothing more and answers no ping, while the kernel has half a megabyte for it. */
  silent: async ({ target, count, batch }: AbandonTask) => {
    for (const channel of await opened({ target, count, batch })) {
      channel.pause();
      channel.send(JSON.stringify({ stream: { frames: 32, bytes: 16 * 1024 } }));
      kept.add(channel);
      channel.on('close', () => kept.delete(channel));
    }
  },
  /** Its process ends, and its machine ends the connection. */
  ended: async (task: AbandonTask) => {
    for (const channel of await opened(task)) socketOf(channel).destroy();
  },
  /** Its machine resets the connection. */
  reset: async (task: AbandonTask) => {
    for (const channel of await opened(task)) socketOf(channel).resetAndDestroy();
  },
  /** Goes before its request is answered. */
  hurried: async ({ target, count, batch }: AbandonTask) => {
    const waits = [0, 1, 2, 5];
    await Promise.all(
      kernelsOf({ count, batch }).map(async (kernel, index) => {
        const asked = request(`${target.url}/api/kernels/${kernel.id}/channels`, {
          agent: false,
          headers: {
            Authorization: `token ${authorization(target, kernel)}`,
            Connection: 'Upgrade',
            Upgrade: 'websocket',
            'Sec-WebSocket-Version': '13',
            'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
          },
        });
        asked.on('error', () => undefined).on('upgrade', (_answer, socket) => socket.destroy());
        asked.end();
        await new Promise((resolve) => setTimeout(resolve, waits[index % waits.length]));
        asked.destroy();
      }),
    );
  },
  /** Its machine is gone from the network: what is sent to it is lost. Needs a network of the bench's own. */
  gone: async ({ target, count, batch }: AbandonTask) => {
    addresses += 1;
    const localAddress = `10.99.${addresses >> 8}.${addresses & 255}`;
    await ip('add', localAddress);
    for (const channel of await opened({ target, count, batch, localAddress })) kept.add(channel);
    await ip('del', localAddress);
  },
} as const;

export type Kind = keyof typeof WAYS;
export const KINDS = Object.keys(WAYS) as readonly Kind[];

export interface AbandonTask {
  readonly target: Target;
  readonly kind: Kind;
  readonly count: number;
  /** Which time this is; other kernels each time. */
  readonly batch: number;
}

/** Sockets that nobody closes; without a name for them the garbage collector would. */
const kept = new Set<WebSocket>();
/** How many machines have gone; each had an address of its own. */
let addresses = 0;

function kernelsOf({ count, batch }: Pick<AbandonTask, 'count' | 'batch'>) {
  return Array.from({ length: count }, (_, index) => kernels[(batch * count + index) % kernels.length]!);
}

async function opened({
  target,
  localAddress,
  ...which
}: Omit<AbandonTask, 'kind'> & { readonly localAddress?: string }) {
  return await Promise.all(
    kernelsOf(which).map(async (kernel) => {
      const channel = await openChannel(target, kernel, localAddress);
      channel.on('error', () => undefined);
      return channel;
    }),
  );
}

function socketOf(channel: WebSocket): Socket {
  return (channel as unknown as { _socket: Socket })._socket;
}

async function ip(action: 'add' | 'del', address: string): Promise<void> {
  await promisify(execFile)('ip', ['address', action, `${address}/32`, 'dev', 'lo']);
}
