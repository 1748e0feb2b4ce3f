import { execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import {
  builtInKernelspec,
  type FileSet,
  type PlatformLiterals,
  renderKernelspec,
} from '../../packages/sdk/src/kernelspecs/index.ts';

const run = promisify(execFile);

export const KERNEL_ID = '1f0c3a52-5d0e-4c7a-9a55-0a3d5f8a7b11';

export const literals: PlatformLiterals = {
  image: 'docker.io/elyra/kernel-py:3.3.0',
  namespace: 'notebook-kernels',
  claim: 'kernel-homes',
  serviceAccount: 'kernel',
  uid: 1000,
  gid: 100,
  homeMountPath: '/home/jovyan',
  resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '1Gi' } },
  nodeSelector: { 'kubernetes.io/os': 'linux' },
  tolerations: [{ key: 'notebooks', operator: 'Exists', effect: 'NoSchedule' }],
};

/** What a gateway passes when Alice's server asks for a kernel. */
export const aliceEnv = {
  KERNEL_USERNAME: 'alice@example.com',
  KERNEL_HOME: 'alice-example-com---ff8d9819',
  KERNEL_NAMESPACE: 'notebook-kernels',
  KERNEL_POD_NAME: `nb-${KERNEL_ID}`,
  KERNEL_LANGUAGE: 'python',
} as const;

export const launcherFlags = [
  ['--RemoteProcessProxy.kernel-id', KERNEL_ID],
  ['--RemoteProcessProxy.port-range', '0..0'],
  ['--RemoteProcessProxy.response-address', '10.1.0.7:8877'],
  ['--RemoteProcessProxy.public-key', 'MIGfMA0+/='],
].flat();

/** A Python that can run the launcher: `NAAS_TEST_PYTHON`, or the one on PATH. Asked once. */
export function launcherPython(): Promise<string> {
  python ??= findPython(process.env['NAAS_TEST_PYTHON'] ?? 'python3');
  return python;
}

let python: Promise<string> | undefined;

async function findPython(command: string): Promise<string> {
  try {
    const { stdout } = await run(command, ['-c', 'import sys, yaml, jinja2; print(sys.executable)']);
    return stdout.trim();
  } catch (cause) {
    const how = 'apt-get install python3-yaml python3-jinja2, or set NAAS_TEST_PYTHON to a Python that has them';
    throw new Error(`${command} cannot import PyYAML and Jinja2, which the launcher needs: ${how}.`, { cause });
  }
}

async function writeFileSet(directory: string, set: FileSet): Promise<void> {
  for (const [path, { content, mode }] of set.files) {
    const file = join(directory, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content, { mode });
  }
}

/** A directory with the rendered kernelspec, as a gateway would have it. */
export async function installedKernelspec(
  platform: PlatformLiterals = literals,
): Promise<AsyncDisposable & { directory: string; launcher: string }> {
  const directory = await mkdtemp(join(tmpdir(), 'naas-kernelspec-'));
  await writeFileSet(directory, renderKernelspec(await builtInKernelspec('python_kubernetes'), platform));
  return {
    directory,
    launcher: join(directory, 'python_kubernetes/scripts/launch_kubernetes.py'),
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true }),
  };
}

export interface LaunchResult {
  readonly exitCode: number | null;
  readonly stderr: string;
}

/** Runs the launcher as a gateway does, with an environment that is nobody's but the test's. */
export async function launch(launcher: string, env: Readonly<Record<string, string>>): Promise<LaunchResult> {
  const child = spawn(await launcherPython(), [launcher, ...launcherFlags], {
    env: { PYTHONDONTWRITEBYTECODE: '1', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const stderr: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { exitCode, stderr: Buffer.concat(stderr).toString() };
}

export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: unknown;
}

export interface ApiAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ApiStandIn extends AsyncDisposable {
  readonly requests: ApiRequest[];
  /** What a launcher needs in its environment to reach it. */
  readonly env: Readonly<Record<string, string>>;
}

/** An HTTPS server in the place of the API server, with a service account's directory to go with it. */
export async function apiStandIn(answer: (request: ApiRequest) => ApiAnswer): Promise<ApiStandIn> {
  const account = await mkdtemp(join(tmpdir(), 'naas-account-'));
  const key = join(account, 'key.pem');
  const certificate = join(account, 'ca.crt');
  const subject = ['-subj', '/CN=api', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '2'];
  await run('openssl', [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    key,
    '-out',
    certificate,
    ...subject,
  ]);
  await writeFile(join(account, 'token'), 'the-token\n');
  const requests: ApiRequest[] = [];
  const server = createServer({ key: await readFile(key), cert: await readFile(certificate) }, (message, response) => {
    const chunks: Buffer[] = [];
    message.on('data', (chunk: Buffer) => chunks.push(chunk));
    message.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const { method = '', url = '', headers } = message;
      const body: unknown = text ? JSON.parse(text) : undefined;
      const request = { method, path: url, authorization: headers.authorization, body };
      requests.push(request);
      const reply = answer(request);
      response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers });
      response.end(JSON.stringify(reply.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    requests,
    env: {
      KUBERNETES_SERVICE_HOST: '127.0.0.1',
      KUBERNETES_SERVICE_PORT: String(port),
      NAAS_SERVICE_ACCOUNT_DIR: account,
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(account, { recursive: true });
    },
  };
}
