import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { rawAnswer, refused } from '../http/answer.ts';
import { channelsRouteOf } from '../http/route.ts';
import type { CallerOf } from '../identity/callers.ts';
import type { Person } from '../identity/hub-user.ts';
import type { Identities } from '../identity/identities.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../operations/metrics.ts';
import { Refusal } from '../refusal.ts';
import { leave, tunnel } from './tunnel.ts';

export interface ChannelsOptions {
  readonly gateway: { readonly url: string; readonly token: string };
  readonly callerOf: CallerOf;
  readonly identities: Identities;
  /** Throws a Refusal unless the kernel is the person's. */
  readonly requireOwn: (id: string, person: Person) => Promise<void>;
  readonly log: Log;
  readonly metrics: Metrics;
  /** @default 90 s: the gateway pings every 30 s, and each side answers */
  readonly silentMs?: number;
  /** How often channels are looked after. @default 15 s */
  readonly lookMs?: number;
}

interface Channel {
  readonly kernel: string;
  readonly person: Person;
  readonly token: string;
  readonly client: Socket;
  upstream?: Socket;
  /** How many bytes had come from either side, and when that last changed. */
  seen: { client: number; upstream: number; at: number };
}

type Opened = Pick<Channel, 'kernel' | 'person' | 'token' | 'client'>;

interface Handshake {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly head: Buffer;
}

const MOST_OF_ONE_PERSON = 1_000;
const DEFAULT_SILENT_MS = 90_000;
const DEFAULT_LOOK_MS = 15_000;
/** How long the gateway may take to see that a channel is left. */
const LEAVE_MS = 400;
const KEY = /^[A-Za-z0-9+/]{22}==$/;

/**
 * The WebSockets to kernels. Each is authorised like a request, then bytes flow between the two sockets, no faster than
 * the slower side takes them. A channel goes when either side is silent for too long, or its token is worth nothing more.
 */
export class Channels implements AsyncDisposable {
  readonly #options: ChannelsOptions;
  readonly #open = new Set<Channel>();
  readonly #looking: NodeJS.Timeout;

  constructor(options: ChannelsOptions) {
    this.#options = options;
    this.#looking = setInterval(() => this.#look(), options.lookMs ?? DEFAULT_LOOK_MS).unref();
  }

  get size(): number {
    return this.#open.size;
  }

  /** Answers a request to upgrade, whatever it is. Never throws. */
  async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const client = socket as Socket;
    client.on('error', () => client.destroy());
    const about: { kernel?: string; person?: string } = {};
    try {
      const { id, sessionId } = channelsRouteOf(request.url ?? '');
      about.kernel = id;
      const headers = handshakeOf(request);
      const caller = await this.#options.callerOf(request);
      if (caller.kind === 'operator') throw new Refusal(403, 'An operator does not enter kernels.');
      about.person = caller.person.name;
      await this.#options.requireOwn(id, caller.person);
      this.#refuseTooMany(caller.person);
      if (client.destroyed) return;
      const path = `/api/kernels/${id}/channels${sessionId === undefined ? '' : `?session_id=${sessionId}`}`;
      await this.#connect({ kernel: id, person: caller.person, token: caller.token, client }, { path, headers, head });
    } catch (error) {
      const refusal =
        error instanceof Refusal ? error : new Refusal(502, 'The guard failed.', { detail: String(error) });
      const { status, message, options } = refusal;
      this.#options.log('info', 'refused', { ...about, route: 'channels', status, reason: options.detail ?? message });
      this.#options.metrics.refusal(status);
      client.end(rawAnswer(refused(refusal)), () => client.destroy());
    }
  }

  /** Leaves every channel with nothing lost: servers come back by themselves, to another replica. */
  async leaveAll(): Promise<void> {
    const leaving = [...this.#open];
    for (const { client, upstream } of leaving) if (upstream !== undefined) leave(client, upstream);
    const late = Date.now() + LEAVE_MS;
    while (Date.now() < late && leaving.some((channel) => this.#open.has(channel))) await sleep(10);
    for (const channel of leaving) close(channel);
  }

  [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#looking);
    for (const channel of this.#open) close(channel);
    return Promise.resolve();
  }

  #refuseTooMany(person: Person): void {
    let count = 0;
    for (const channel of this.#open) if (channel.person.name === person.name) count += 1;
    if (count >= MOST_OF_ONE_PERSON) throw new Refusal(429, `You have ${count} open channels, which is the most.`);
  }

  async #connect(opened: Opened, { path, headers, head }: Handshake): Promise<void> {
    const { client } = opened;
    const channel: Channel = { ...opened, seen: { client: 0, upstream: 0, at: Date.now() } };
    this.#open.add(channel);
    client.on('close', () => {
      this.#open.delete(channel);
      close(channel);
    });
    const { url, token } = this.#options.gateway;
    channel.upstream = await tunnel({
      url: `${url}${path}`,
      headers: { ...headers, authorization: `token ${token}` },
      client,
      head,
    });
  }

  #look(): void {
    const now = Date.now();
    for (const channel of this.#open) {
      const { client, upstream, seen, kernel, person, token } = channel;
      const read = { client: client.bytesRead, upstream: upstream?.bytesRead ?? 0 };
      if (read.client !== seen.client && read.upstream !== seen.upstream) {
        channel.seen = { ...read, at: now };
      } else if (now - seen.at > (this.#options.silentMs ?? DEFAULT_SILENT_MS)) {
        const who = read.client === seen.client ? 'server' : 'gateway';
        this.#options.log('info', 'channel-silent', {
          kernel,
          person: person.name,
          reason: `the ${who} says nothing more`,
        });
        close(channel);
        continue;
      }
      void this.#options.identities.identify(token, client.remoteAddress ?? '').then((word) => {
        if (word.state !== 'refused' || client.destroyed) return;
        this.#options.log('warning', 'channel-closed', { kernel, person: person.name, reason: word.reason });
        close(channel);
      });
    }
  }
}

function close({ client, upstream }: Channel): void {
  client.destroy();
  upstream?.destroy();
}

/** What of a request makes it a WebSocket. Nothing else of it goes on. @throws Refusal 400 */
function handshakeOf({ method, headers }: IncomingMessage): Record<string, string> {
  const { upgrade, 'sec-websocket-version': version, 'sec-websocket-key': key } = headers;
  if (method !== 'GET' || upgrade?.toLowerCase() !== 'websocket' || version !== '13' || !KEY.test(key ?? '')) {
    throw new Refusal(400, 'This is no request for a WebSocket of version 13.');
  }
  const { 'sec-websocket-protocol': protocol, 'sec-websocket-extensions': extensions } = headers;
  return {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': key ?? '',
    ...(protocol !== undefined && { 'sec-websocket-protocol': protocol }),
    ...(extensions !== undefined && { 'sec-websocket-extensions': extensions }),
  };
}
