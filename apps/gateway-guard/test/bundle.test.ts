import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { standInApiServer, type StandInApiServer } from './stand-in-api-server.ts';
import { testSettings } from './test-settings.ts';

const NOBODY = 'http://127.0.0.1:9';
let directory: string;
let bundle: string;
let cluster: StandInApiServer;
let operationsPort: number;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'gateway-guard-'));
  bundle = join(directory, 'gateway-guard.mjs');
  execFileSync('node', [fileURLToPath(new URL('../../../tools/bundle-guard.mjs', import.meta.url)), bundle]);
  cluster = await standInApiServer({ pages: [{ metadata: { resourceVersion: '1' }, items: [] }] });
  operationsPort = await freePort();
  await mkdir(join(directory, 'secrets'));
  for (const name of ['gateway-token', 'operator-token', 'hub-token']) {
    await writeFile(join(directory, 'secrets', name), `planted-${name}`);
  }
  await writeFile(join(directory, 'token'), 'account-token');
  await writeFile(
    join(directory, 'settings.json'),
    JSON.stringify(testSettings({ gatewayUrl: NOBODY, hubUrl: NOBODY, operationsPort })),
  );
});

afterAll(async () => {
  await cluster[Symbol.asyncDispose]();
  await rm(directory, { recursive: true });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

function start(secrets = 'secrets'): { child: ChildProcess; said: () => Record<string, string>[] } {
  const child = spawn('node', [bundle, join(directory, 'settings.json')], {
    env: {
      PATH: process.env['PATH'],
      GUARD_SECRETS_DIR: join(directory, secrets),
      KUBERNETES_URL: cluster.url,
      KUBERNETES_TOKEN_FILE: join(directory, 'token'),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout?.on('data', (data: Buffer) => (text += data.toString()));
  return {
    child,
    said: () =>
      text
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Record<string, string>),
  };
}

test('the guard is one file that a ConfigMap holds', async () => {
  expect((await stat(bundle)).size).toBeLessThan(900 * 1024);
});

test('the file runs by itself, gets ready, and stops when it is told to', async () => {
  const { child, said } = start();
  const ready = async () => {
    const answer = await fetch(`http://127.0.0.1:${operationsPort}/readyz`).catch(() => undefined);
    return answer?.status;
  };
  await expect.poll(ready, { timeout: 10_000 }).toBe(200);
  child.kill('SIGTERM');
  await expect.poll(ready).not.toBe(200);
  const [code] = (await once(child, 'exit')) as [number | null];
  expect(code).toBe(0);
  expect(said().map(({ event }) => event)).toEqual(['started', 'draining', 'stopped']);
}, 20_000);

test('a secret that is missing is named, and none is told', async () => {
  const { child, said } = start('no-secrets');
  const [code] = (await once(child, 'exit')) as [number | null];
  expect(code).toBe(1);
  expect(said()).toEqual([
    expect.objectContaining({ event: 'not-started', reason: expect.stringContaining('gateway-token') }),
  ]);
  expect(JSON.stringify(said())).not.toContain('planted');
});
