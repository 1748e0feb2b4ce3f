import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Channels } from './channels/channels.ts';
import { type Clock, systemClock } from './clock.ts';
import { callersBy } from './identity/callers.ts';
import { hubUser } from './identity/hub-user.ts';
import { Identities } from './identity/identities.ts';
import { owned } from './kernels/answer-route.ts';
import { connectGateway } from './kernels/gateway.ts';
import { KernelOwners } from './kernels/kernel-owners.ts';
import type { PodsApi } from './kernels/pods-api.ts';
import { firstOfPeers } from './left-overs/first-of-peers.ts';
import { LeftOvers } from './left-overs/left-overs.ts';
import { peopleWithServers } from './left-overs/running-servers.ts';
import { limitConnections } from './limit-connections.ts';
import type { Log } from './log.ts';
import { Metrics } from './operations/metrics.ts';
import { operationsServer } from './operations/operations-server.ts';
import { requestHandler } from './requests.ts';
import { responseRelay } from './responses/response-relay.ts';
import type { Secrets, Settings } from './settings.ts';

export interface GuardOptions {
  readonly settings: Settings;
  readonly secrets: Secrets;
  readonly pods: PodsApi;
  readonly log: Log;
  /** This replica's address, by which one of several is the first; undefined when there is only one. */
  readonly ownAddress?: string | undefined;
  readonly clock?: Clock;
  /** How channels are looked after. */
  readonly channels?: { readonly silentMs?: number; readonly lookMs?: number };
  /** How reports of kernels are taken. */
  readonly responses?: { readonly deadlineMs?: number };
  /** How many connections one address may hold. @default 1500 */
  readonly connectionsOfOne?: number;
  /** How long it goes on after it said that it is not ready, since others learn that late. */
  readonly lame?: typeof LAME;
}

/** A guard that runs. */
export interface Guard extends AsyncDisposable {
  /** Where servers call, as `http://127.0.0.1:8888`. */
  readonly url: string;
  readonly operationsUrl: string;
  /** Where kernels that start report to. */
  readonly responsePort: number;
  /** Looks for left-overs now, and not only when it is time. */
  readonly findLeftOvers: () => Promise<void>;
  /** Lets other replicas take over, finishes what it has begun, and closes. */
  readonly drain: () => Promise<void>;
}

const DRAIN_MS = 20_000;
/** Channels go before the two seconds are over that a pod has which is deleted by force. */
const LAME = { channelsMs: 1_200, requestsMs: 2_800 };

/** How long a client may take for what it sends; slower ones are cut off. */
const PATIENCE = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 75_000,
  connectionsCheckingInterval: 5_000,
  maxHeaderSize: 16 * 1024,
} as const;
const MOST_CONNECTIONS = 20_000;
/** More than a server needs for the channels that a person may have. */
const MOST_OF_ONE_ADDRESS = 1_500;

/** Starts the guard: it answers as soon as this returns, and is ready when it has seen the pods of all kernels. */
export async function startGuard(options: GuardOptions): Promise<Guard> {
  const { settings, secrets, pods, log, clock = systemClock } = options;
  const behind = { url: settings.gateway.url.replace(/\/$/, ''), token: secrets.gatewayToken };
  const gateway = connectGateway(behind);
  const owners = new KernelOwners({ pods, clock, log });
  const identities = new Identities({
    ask: hubUser({ url: settings.hub.url }),
    clock,
    cacheMs: settings.hub.cacheSeconds * 1000,
    awayMs: settings.hub.awaySeconds * 1000,
  });
  const callerOf = callersBy(identities, secrets.operatorToken);
  const metrics: Metrics = new Metrics({ openChannels: () => channels.size, knownKernels: () => owners.size });
  const routes = { gateway, owners, settings: settings.kernels, log };
  const channels = new Channels({
    gateway: behind,
    callerOf,
    identities,
    requireOwn: (id, person) => owned(routes, id, person),
    log,
    metrics,
    ...options.channels,
  });
  const leftOvers = new LeftOvers({
    gateway,
    owners,
    pods,
    peopleWithServers: () => peopleWithServers({ url: settings.hub.url, token: secrets.hubToken }),
    isFirst: () => firstOfPeers({ name: settings.peers, own: options.ownAddress }),
    settings: { ...settings.leftOvers, launchSeconds: settings.kernels.launchSeconds },
    clock,
    log,
    metrics,
  });
  let draining = false;
  const server = createServer(PATIENCE, requestHandler({ ...routes, callerOf, metrics, isDraining: () => draining }));
  server.maxConnections = MOST_CONNECTIONS;
  limitConnections(server, options.connectionsOfOne ?? MOST_OF_ONE_ADDRESS);
  server.on('upgrade', (request, socket, head) => void channels.upgrade(request, socket, head));
  const operations = operationsServer({
    metrics,
    notReady: () => {
      if (draining) return 'it is being stopped';
      return owners.synced ? undefined : 'the pods of kernels have not been seen yet';
    },
  });

  const responses = responseRelay({
    gateway: { host: new URL(behind.url).hostname, port: settings.gateway.responsePort },
    log,
    metrics,
    ...options.responses,
  });

  owners.start();
  leftOvers.start();
  const url = await listen(server, settings.port);
  const operationsUrl = await listen(operations, settings.operationsPort);
  const responsePort = Number(new URL(await listen(responses, settings.responsePort)).port);
  log('info', 'started');

  const close = async () => {
    draining = true;
    await leftOvers[Symbol.asyncDispose]();
    await channels[Symbol.asyncDispose]();
    server.closeAllConnections();
    operations.closeAllConnections();
    await Promise.all([closed(server), closed(operations), closed(responses)]);
    await owners[Symbol.asyncDispose]();
    await gateway[Symbol.asyncDispose]();
  };
  const drain = async () => {
    draining = true;
    log('info', 'draining');
    const { channelsMs, requestsMs } = options.lame ?? LAME;
    await sleep(channelsMs);
    await channels.leaveAll();
    await sleep(requestsMs);
    await channels.leaveAll();
    server.closeIdleConnections();
    await Promise.race([closed(server), sleep(DRAIN_MS)]);
    await close();
    log('info', 'stopped');
  };
  return {
    url,
    operationsUrl,
    responsePort,
    findLeftOvers: () => leftOvers.round(),
    drain,
    [Symbol.asyncDispose]: close,
  };
}

async function listen(server: Server, port: number): Promise<string> {
  server.listen(port);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function closed(server: Server): Promise<void> {
  if (!server.listening) return;
  server.close();
  await once(server, 'close');
}
