import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Endpoint, loadConfig, NotebookService } from '@naas/sdk';
import {
  connectHub,
  execute,
  type Hub,
  openServer,
  readFile,
  removeFile,
  startKernel,
  startServer,
  stopKernelOf,
  stopServer,
} from '@naas/user-session';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readBench } from './support/bench.ts';
import { platformUnderTest, type PlatformUnderTest } from './support/platform.ts';
import { signIn } from './support/sign-in.ts';

const bench = await readBench();
const people = ['alice', 'alice@example.com'];
const homes: Record<string, string> = { alice: 'alice', 'alice@example.com': 'alice-example-com---ff8d9819' };
let platform: PlatformUnderTest;
let service: NotebookService;
let hubEndpoint: Endpoint;
const hubs: Record<string, Hub> = {};

beforeAll(async () => {
  platform = await platformUnderTest(bench);
  const { exitCode, stderr } = await platform.naas('deploy', '--yes', '--no-verify');
  if (exitCode !== 0) throw new Error(stderr);
  service = await NotebookService.connect({
    config: await loadConfig(platform.file),
    kube: { kubeconfig: bench.kubeconfig },
  });
  hubEndpoint = await service.openHub({ as: 'operator' });
  const key = 'jsonpath={.data.dummyPassword}';
  const { stdout } = await platform.kubectl('get', 'secret', '-n', 'naas-system', 'naas-credentials', '-o', key);
  const password = Buffer.from(stdout, 'base64').toString();
  for (const name of people) {
    const token = await signIn(hubEndpoint.url, { name, password });
    hubs[name] = connectHub({ url: hubEndpoint.url, token });
  }
});

afterAll(async () => {
  for (const user of people) if (hubs[user]) await stopServer(hubs[user], { user });
  await hubEndpoint?.[Symbol.asyncDispose]();
  await service?.close();
});

describe.each(people)('%s, signed in as in a browser', (user) => {
  test('writes a file in a kernel that is there after kernel and server were stopped', async () => {
    const hub = hubs[user]!;
    const content = `written by a kernel of ${user}`;
    await started(user);
    {
      await using server = openServer(hub, { user });
      const kernel = await startKernel(server, {});
      const answer = await execute(server, {
        id: kernel.id,
        code: `open('kept.txt', 'w').write(${JSON.stringify(content)})`,
      });
      expect(answer.status).toBe('ok');
      await stopKernelOf(server, kernel.id);
    }
    await stopServer(hub, { user });
    await started(user);
    await using server = openServer(hub, { user });
    expect(await readFile(server, 'kept.txt')).toBe(content);
    await removeFile(server, 'kept.txt');
  });

  test.runIf(bench.shareDirectory !== undefined)('has a home on the share that nobody else may open', async () => {
    const home = await stat(join(bench.shareDirectory!, homes[user]!));
    expect([home.uid, home.gid, home.mode & 0o777]).toEqual([1000, 100, 0o700]);
  });

  test('has a home of their own in the kernel, which holds no token of the cluster', async () => {
    await using server = openServer(hubs[user]!, { user });
    const kernel = await startKernel(server, {});
    const probe = [
      'import os, subprocess',
      "print(os.getcwd(), os.getuid(), os.path.exists('/var/run/secrets/kubernetes.io/serviceaccount/token'))",
      "print([line.split()[3] for line in open('/proc/self/mountinfo') if ' /home/jovyan ' in line])",
    ].join('\n');
    const answer = await execute(server, { id: kernel.id, code: probe });
    expect(answer.text).toContain('/home/jovyan 1000 False');
    expect(answer.text).toContain(homes[user]!);
    await stopKernelOf(server, kernel.id);
  });
});

describe('the NFS server', () => {
  const connect = [
    'import socket',
    's = socket.socket(); s.settimeout(3)',
    'try:',
    `    s.connect(('${bench.nfs.server}', 2049)); print('reached')`,
    'except Exception as error:',
    "    print(type(error).__name__, 'after 3 s')",
  ].join('\n');

  const inPod = (namespace: string, pod: string) =>
    platform.kubectl('exec', '-n', namespace, pod, '--', 'python3', '-c', connect);

  test('is reached on port 2049 by a pod that no policy holds', async () => {
    const { stdout } = await inPod('enterprise-gateway', 'deploy/enterprise-gateway');
    expect(stdout.trim()).toBe('reached');
  });

  test("is out of reach of a person's server", async () => {
    const { stdout } = await inPod('jupyterhub', 'jupyter-alice');
    expect(stdout.trim()).toMatch(/^(TimeoutError|timeout) after 3 s$/);
  });

  test('is out of reach of a kernel', async () => {
    await using server = openServer(hubs['alice']!, { user: 'alice' });
    const kernel = await startKernel(server, {});
    const answer = await execute(server, { id: kernel.id, code: connect });
    expect(answer.text.trim()).toMatch(/^(TimeoutError|timeout) after 3 s$/);
    await stopKernelOf(server, kernel.id);
  });
});

test("a kernel's ports answer the gateway, and nobody's server", async () => {
  await using server = openServer(hubs['alice']!, { user: 'alice' });
  const kernel = await startKernel(server, {});
  const listening = await execute(server, { id: kernel.id, code: LISTENING_PORT });
  const [address, port] = listening.text.trim().split(' ');
  const connect = `import socket; s = socket.socket(); s.settimeout(3); print(s.connect_ex(('${address}', ${port})))`;
  const from = (namespace: string, pod: string) =>
    platform.kubectl('exec', '-n', namespace, pod, '--', 'python3', '-c', connect);
  expect((await from('enterprise-gateway', 'deploy/enterprise-gateway')).stdout.trim()).toBe('0');
  expect((await from('jupyterhub', 'jupyter-alice')).stdout.trim()).toBe('11');
  await stopKernelOf(server, kernel.id);
});

/** Python that prints an address and a port on which its own pod listens for everybody, not for itself alone. */
const LISTENING_PORT = [
  'import socket',
  "rows = [line.split() for line in open('/proc/net/tcp').readlines()[1:]]",
  "ports = [int(row[1].split(':')[1], 16) for row in rows if row[3] == '0A' and int(row[1].split(':')[0], 16) == 0]",
  'print(socket.gethostbyname(socket.gethostname()), ports[0])',
].join('\n');

describe('an operator in a terminal', () => {
  test("sees the five views and alice's server and kernel", async () => {
    await using server = openServer(hubs['alice']!, { user: 'alice' });
    const kernel = await startKernel(server, {});
    const { stdout, exitCode, elapsedMs } = await platform.naas('status');
    expect(exitCode).toBe(0);
    for (const view of ['Volumes', 'Claims', 'Services', 'Pods', 'Releases', 'People']) expect(stdout).toContain(view);
    expect(stdout).toContain('jupyter-alice');
    expect(stdout).toContain(`nb-${kernel.id}`);
    console.log(`status took ${elapsedMs.toFixed(0)} ms`);
    const json = JSON.parse((await platform.naas('status', '--json')).stdout) as object;
    expect(JSON.stringify(json)).toContain('jupyter-alice');
  });

  test('ends the kernel of alice and leaves her server', async () => {
    const { stdout, exitCode } = await platform.naas('kill-kernel', 'alice', '--yes');
    expect(stdout).toMatch(/gone in [\d.]+ s/);
    expect(exitCode).toBe(0);
    const hers = 'jsonpath={.items[?(@.metadata.annotations.naas\\.dev/user=="alice")].metadata.name}';
    expect((await platform.kubectl('get', 'pods', '-n', 'notebook-kernels', '-o', hers)).stdout).toBe('');
    const server = await platform.kubectl('get', 'pods', '-n', 'jupyterhub', 'jupyter-alice', '-o', 'name');
    expect(server.stdout.trim()).toBe('pod/jupyter-alice');
  });

  test('stops and starts a server by the name of its person', async () => {
    const stopped = await platform.naas('server', 'stop', 'alice@example.com', '--yes');
    expect(stopped.exitCode, stopped.stderr).toBe(0);
    const begun = await platform.naas('server', 'start', 'alice@example.com');
    expect(begun.exitCode, begun.stderr).toBe(0);
  });

  test('is told when nobody has exactly that name, and where was looked', async () => {
    const { stdout } = await platform.naas('kill-kernel', 'ali', '--yes');
    expect(stdout).toContain('ali has no kernel running');
    expect(stdout).toContain('The hub knows nobody of exactly this name.');
  });
});

async function started(user: string): Promise<void> {
  for await (const { ready } of startServer(hubs[user]!, { user })) if (ready) return;
}
