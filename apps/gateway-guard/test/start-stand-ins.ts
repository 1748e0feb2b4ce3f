import { randomUUID } from 'node:crypto';
import { type Guard, type GuardOptions, startGuard } from '../src/guard.ts';
import type { LogFields } from '../src/log.ts';
import { InMemoryPods } from './in-memory-pods.ts';
import { type StandInGateway, standInGateway } from './stand-in-gateway.ts';
import { serverToken, type StandInHub, standInHub } from './stand-in-hub.ts';
import { type SettingsWish, testSettings } from './test-settings.ts';

export interface LogLine extends LogFields {
  readonly level: string;
  readonly event: string;
}

/** A guard between stand-ins, with Alice and Bob, each with a server. */
export interface GuardedGateway extends AsyncDisposable {
  readonly guard: Guard;
  readonly gateway: StandInGateway;
  readonly hub: StandInHub;
  readonly pods: InMemoryPods;
  readonly lines: LogLine[];
  /** The guard's time, which tests turn. */
  readonly clock: { time: number; now: () => number };
  /** Asks the guard as somebody's server does. */
  ask(path: string, options?: AskOptions): Promise<Answered>;
  /** Lets somebody have a kernel that runs already. */
  kernelOf(person: string, home?: string): string;
}

export interface AskOptions {
  /** @default alice's */
  readonly token?: string;
  readonly method?: string;
  readonly body?: string;
}

export interface Answered {
  readonly status: number;
  readonly body: string;
  /** What its JSON says, where it is one object. */
  readonly id: string | undefined;
  readonly message: string | undefined;
  /** The ids in it, where it is a list. */
  readonly ids: readonly string[];
  readonly headers: Headers;
}

export type Changes = Partial<Pick<GuardOptions, 'channels' | 'connectionsOfOne' | 'ownAddress' | 'responses'>> & {
  readonly settings?: NonNullable<SettingsWish['changes']>;
};

export async function guardedGateway({ settings = {}, ...rest }: Changes = {}): Promise<GuardedGateway> {
  const gateway = await standInGateway();
  const hub = await standInHub();
  const pods = new InMemoryPods();
  const lines: LogLine[] = [];
  const clock = { time: Date.now(), now: () => clock.time };
  for (const person of ['alice', 'bob']) {
    hub.tokens.set(`${person}-server-token`, serverToken(person));
    hub.servers.add(person);
  }
  const guard = await startGuard({
    settings: testSettings({ gatewayUrl: gateway.url, hubUrl: hub.url, changes: settings }),
    secrets: { gatewayToken: 'gateway-token', operatorToken: 'operator-token', hubToken: 'hub-token' },
    pods,
    log: (level, event, fields) => lines.push({ level, event, ...fields }),
    clock,
    lame: { channelsMs: 0, requestsMs: 0 },
    ...rest,
  });
  return {
    guard,
    gateway,
    hub,
    pods,
    lines,
    clock,
    async ask(path, { token = 'alice-server-token', method = 'GET', body } = {}) {
      const response = await fetch(`${guard.url}${path}`, {
        method,
        headers: { authorization: `token ${token}` },
        ...(body !== undefined && { body }),
      });
      const text = await response.text();
      return {
        status: response.status,
        body: text,
        ...read(text),
        headers: response.headers,
      };
    },
    kernelOf(person, home = person) {
      const id = randomUUID();
      gateway.kernels.set(id, { id, name: 'python_kubernetes', execution_state: 'idle' });
      pods.add({ kernelId: id, person, home });
      return id;
    },
    [Symbol.asyncDispose]: async () => {
      await guard[Symbol.asyncDispose]();
      await gateway[Symbol.asyncDispose]();
      await hub[Symbol.asyncDispose]();
    },
  };
}

function read(text: string): Pick<Answered, 'id' | 'message' | 'ids'> {
  const json = (text === '' ? {} : JSON.parse(text)) as { id?: string; message?: string } | { id: string }[];
  if (Array.isArray(json)) return { id: undefined, message: undefined, ids: json.map(({ id }) => id) };
  return { id: json.id, message: json.message, ids: [] };
}
