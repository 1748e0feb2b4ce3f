import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Target } from './load/task.ts';
import { GATEWAY_TOKEN, HUB_TOKEN, KERNELS_NAMESPACE, OPERATOR_TOKEN } from './people.ts';
import type { Platform } from './platform.ts';
import { answers, ask, freePort, type Running, startPart, startProgram } from './processes.ts';
import type { TunnelKind } from './tunnel.ts';

/** One way to the gateway, ready for requests. */
export interface Side extends AsyncDisposable {
  readonly name: SideName;
  readonly target: Target;
  /** The process between the ends; the bare gateway has none. */
  readonly pid: number | undefined;
}

type Way = Pick<Side, 'target'> & { readonly process?: Running };

/** The ways there are. The first one asked for is what the others are compared with. */
const WAYS = {
  bare: async ({ ports }: Platform): Promise<Way> => ({
    target: { url: `http://127.0.0.1:${ports.gateway}`, credentials: 'gateway' },
  }),
  chp: startConfigurableProxy,
  guard: startGuard,
  'http-proxy-3': (platform: Platform) => startTunnel('http-proxy-3', platform),
  pipe: (platform: Platform) => startTunnel('pipe', platform),
  pipeline: (platform: Platform) => startTunnel('pipeline', platform),
} as const;

export type SideName = keyof typeof WAYS;
export const SIDE_NAMES = Object.keys(WAYS) as readonly SideName[];

export async function startSide(name: SideName, platform: Platform): Promise<Side> {
  const { target, process } = await WAYS[name](platform);
  return {
    name,
    target,
    pid: process?.pid,
    [Symbol.asyncDispose]: async () => process?.[Symbol.asyncDispose](),
  };
}

/** As the hub's chart runs it, but without a line in the log for each request, which the guard does not write either. */
async function startConfigurableProxy({ ports }: Platform): Promise<Way> {
  const program = createRequire(import.meta.url).resolve('configurable-http-proxy/bin/configurable-http-proxy');
  const [port, apiPort] = [await freePort(), await freePort()];
  const process = startProgram({
    command: [
      'node',
      program,
      '--log-level=warn',
      '--ip=127.0.0.1',
      `--port=${port}`,
      '--api-ip=127.0.0.1',
      `--api-port=${apiPort}`,
      `--default-target=http://127.0.0.1:${ports.gateway}`,
    ],
    place: 'between',
    env: { CONFIGPROXY_AUTH_TOKEN: GATEWAY_TOKEN },
  });
  const url = `http://127.0.0.1:${port}`;
  await answers(`${url}/_chp_healthz`, process);
  return { target: { url, credentials: 'gateway' }, process };
}

/** The built file, with settings as a deploy writes them. */
async function startGuard({ ports, folder, guard }: Platform): Promise<Way> {
  const [port, operationsPort, responsePort] = [await freePort(), await freePort(), await freePort()];
  const settings = {
    port,
    operationsPort,
    responsePort,
    gateway: { url: `http://127.0.0.1:${ports.gateway}`, responsePort: ports.gateway },
    hub: { url: `http://127.0.0.1:${ports.hub}/hub/api`, cacheSeconds: 60, awaySeconds: 600 },
    kernels: {
      namespace: KERNELS_NAMESPACE,
      serviceAccount: 'kernel',
      homeMountPath: '/home/jovyan',
      launchSeconds: 120,
      maxPerUser: 100,
      largest: { cpu: '2', memory: '4Gi' },
    },
    leftOvers: { endAfterSeconds: 600, sweepOrphans: false },
    peers: 'localhost',
  };
  const secrets = join(folder, 'secrets');
  await mkdir(secrets, { recursive: true });
  await Promise.all([
    writeFile(join(folder, 'settings.json'), JSON.stringify(settings)),
    writeFile(join(secrets, 'gateway-token'), GATEWAY_TOKEN),
    writeFile(join(secrets, 'operator-token'), OPERATOR_TOKEN),
    writeFile(join(secrets, 'hub-token'), HUB_TOKEN),
  ]);
  const process = startProgram({
    command: ['node', guard, join(folder, 'settings.json')],
    place: 'between',
    env: {
      GUARD_SECRETS_DIR: secrets,
      KUBERNETES_URL: `http://127.0.0.1:${ports.pods}`,
      KUBERNETES_TOKEN_FILE: join(secrets, 'hub-token'),
    },
  });
  await answers(`http://127.0.0.1:${operationsPort}/readyz`, process);
  return { target: { url: `http://127.0.0.1:${port}`, credentials: 'person' }, process };
}

async function startTunnel(kind: TunnelKind, { ports }: Platform): Promise<Way> {
  const process = startPart('tunnel.ts', 'between', [kind, String(ports.gateway)]);
  const port = await ask<number>(process, { do: 'listen' });
  return { target: { url: `http://127.0.0.1:${port}`, credentials: 'gateway' }, process };
}
