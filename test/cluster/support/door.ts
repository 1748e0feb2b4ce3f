import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A request to the API server. */
export interface Asked {
  readonly method: string;
  readonly path: string;
}

/**
 * A door in front of the API server. It can be shut at a certain request, so that a program is killed right there and
 * not somewhere near.
 */
export interface Door extends AsyncDisposable {
  /** A kubeconfig that leads through the door. */
  readonly kubeconfig: string;
  /** Runs a program and kills it at the first request that fits, which does not get through. */
  killAt(command: readonly string[], fits: (asked: Asked) => boolean): Promise<void>;
}

/** Opens a door to a cluster; a `kubectl proxy` behind it signs in. */
export async function openDoor(kubectl: string, kubeconfig: string): Promise<Door> {
  const proxy = spawn(kubectl, ['--kubeconfig', kubeconfig, 'proxy', '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [greeting] = (await once(proxy.stdout, 'data')) as [Buffer];
  const port = /:(\d+)/.exec(greeting.toString())?.[1];
  let shut: ((asked: Asked) => boolean) | undefined;
  let knock: () => void = () => undefined;
  const server = createServer((incoming, outgoing) => {
    const asked = { method: incoming.method ?? '', path: incoming.url ?? '' };
    if (!shut?.(asked)) return pass(incoming, outgoing, port);
    // Whatever else the program has under way must not get through either.
    shut = () => true;
    return knock();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const directory = await mkdtemp(join(tmpdir(), 'naas-door-'));
  const path = join(directory, 'kubeconfig');
  await writeFile(path, kubeconfigFor(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));

  return {
    kubeconfig: path,
    async killAt([program = '', ...args], fits) {
      const knocked = new Promise<void>((resolve) => (knock = resolve));
      shut = fits;
      const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
      const ended = endOf(child);
      const early = await Promise.race([knocked, ended]);
      child.kill('SIGKILL');
      await ended;
      shut = undefined;
      if (early !== undefined) throw new Error(`${program} ended before it came to that request: ${early}`);
    },
    async [Symbol.asyncDispose]() {
      proxy.kill();
      server.closeAllConnections();
      server.close();
      await rm(directory, { recursive: true });
    },
  };
}

async function endOf(child: ChildProcess): Promise<string> {
  let words = '';
  child.stderr?.on('data', (data: Buffer) => (words += data.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return `exit ${code} ${words}`;
}

function pass(incoming: IncomingMessage, outgoing: ServerResponse, port: string | undefined): void {
  const { method, url: path, headers } = incoming;
  const onward = request({ host: '127.0.0.1', port, method, path, headers: { ...headers, host: `127.0.0.1:${port}` } });
  onward.on('response', (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  onward.on('error', () => outgoing.destroy());
  outgoing.on('close', () => onward.destroy());
  incoming.pipe(onward);
}

/** JSON is YAML. */
function kubeconfigFor(server: string): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'door', cluster: { server } }],
    users: [{ name: 'door', user: {} }],
    contexts: [{ name: 'door', context: { cluster: 'door', user: 'door' } }],
    'current-context': 'door',
  });
}
