import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findHelm, uninstallRelease, upgradeInstall } from '../../packages/sdk/src/helm/index.ts';
import { helmBinaries } from '../../tools/helm-binaries.mjs';

const kubeconfig = process.env['NAAS_TEST_KUBECONFIG'] ?? '';
const official = process.env['NAAS_TEST_OFFICIAL_CHART'];
const { helm3, helm4, kubectl } = await helmBinaries();
const ours = join(import.meta.dirname, '../charts/jupyterhub');

const cases = [ours, ...(official ? [official] : [])].flatMap((path) => [
  { chart: path === ours ? 'our small chart' : 'the official chart', path, major: 3, binary: helm3 },
  { chart: path === ours ? 'our small chart' : 'the official chart', path, major: 4, binary: helm4 },
]);

const TOKEN = 'a-token-for-this-test-only';
const KEY = 'a'.repeat(64);

/** The keys of the official chart's values that the platform's hub component uses. */
const values = {
  hub: {
    cookieSecret: KEY,
    config: {
      JupyterHub: { authenticator_class: 'dummy', admin_access: false },
      Authenticator: { allow_all: true },
      KubeSpawner: { slug_scheme: 'safe', gid: 100, delete_grace_period: 1 },
      ConfigurableHTTPProxy: { auth_token: KEY },
      CryptKeeper: { keys: [KEY] },
    },
    extraConfig: { greeting: 'c.KubeSpawner.environment["FROM_CONFIG"] = "hello"' },
    db: { pvc: { storage: '100Mi' } },
    services: { robot: { apiToken: TOKEN } },
    loadRoles: { robot: { scopes: ['admin:users', 'admin:servers', 'access:servers'], services: ['robot'] } },
    resources: { requests: { cpu: '10m', memory: '128Mi' } },
  },
  proxy: { service: { type: 'ClusterIP' }, chp: { networkPolicy: { enabled: true } } },
  singleuser: {
    storage: { type: 'none' },
    memory: { guarantee: '64M' },
    cmd: 'jupyterhub-singleuser',
    extraEnv: { SLUG: '{username}' },
    cloudMetadata: { blockWithIptables: false },
  },
  scheduling: { userScheduler: { enabled: false }, userPlaceholder: { enabled: false } },
  prePuller: { hook: { enabled: false }, continuous: { enabled: false } },
};

async function kube(...args: string[]): Promise<string> {
  return (await promisify(execFile)(kubectl, ['--kubeconfig', kubeconfig, ...args])).stdout;
}

describe.skipIf(kubeconfig === '').each(cases)('$chart with Helm $major', ({ path, binary, major }) => {
  const namespace = `helm-hub-${major}-${path === ours ? 'ours' : 'official'}`;
  const release = { name: 'jhub', namespace };

  beforeAll(async () => {
    await kube('delete', 'namespace', namespace, '--ignore-not-found', '--wait');
    await kube('create', 'namespace', namespace);
  });

  afterAll(() => kube('delete', 'namespace', namespace, '--wait=false'));

  it('brings up hub and proxy, starts a server for a person, and goes again', async () => {
    await using helm = await findHelm({ binary, kubeconfig, environment: process.env });
    const installed = await upgradeInstall(helm, {
      ...release,
      chart: { path },
      values,
      wait: true,
      timeoutMs: 180_000,
    });
    expect(installed).toMatchObject({ status: 'deployed', chart: { name: 'jupyterhub' }, appVersion: '5.5.0' });

    await using hub = await forward(namespace);
    const server = await hub.startServer('alice@example.com');
    expect(server).toMatchObject({ ready: true, state: { pod_name: 'jupyter-alice-example-com---ff8d9819' } });

    const pod = JSON.parse(await kube('get', 'pod', server.state.pod_name, '-n', namespace, '-o', 'json'));
    expect(pod.metadata.labels).toMatchObject({
      app: 'jupyterhub',
      component: 'singleuser-server',
      release: 'jhub',
      'app.kubernetes.io/managed-by': 'kubespawner',
      'hub.jupyter.org/network-access-hub': 'true',
    });
    expect(pod.metadata.annotations).toMatchObject({ 'hub.jupyter.org/username': 'alice@example.com' });
    expect(pod.spec.containers[0].env).toEqual(
      expect.arrayContaining([
        { name: 'SLUG', value: 'alice-example-com---ff8d9819' },
        { name: 'FROM_CONFIG', value: 'hello' },
      ]),
    );
    expect(await hub.get(`/user/alice@example.com/api/status`)).toMatchObject({ kernels: 0 });

    expect(await uninstallRelease(helm, release)).toBe(true);
    const kinds = 'deployment,service,secret,configmap,persistentvolumeclaim,networkpolicy,role';
    const left = () => kube('get', kinds, '-n', namespace, '--selector', 'release=jhub', '-o', 'name');
    await expect.poll(left, { timeout: 30_000 }).toBe('');
  });
});

interface Server {
  readonly ready: boolean;
  readonly state: { readonly pod_name: string };
}

/** The hub's API through a port forward, as the service `robot`. */
async function forward(namespace: string) {
  const args = ['--kubeconfig', kubeconfig, '-n', namespace, 'port-forward', 'service/proxy-public', ':80'];
  const child = spawn(kubectl, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const port = /127\.0\.0\.1:(\d+)/.exec(line.toString())?.[1];

  async function request(method: string, path: string): Promise<unknown> {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      headers: { authorization: `token ${TOKEN}` },
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }

  return {
    get: (path: string) => request('GET', path),
    async startServer(person: string): Promise<Server> {
      await request('POST', `/hub/api/users/${person}`);
      await request('POST', `/hub/api/users/${person}/server`);
      for (let attempt = 0; attempt < 120; attempt += 1) {
        const user = (await request('GET', `/hub/api/users/${person}?include_stopped_servers`)) as {
          servers: Record<string, Server>;
        };
        if (user.servers['']?.ready) return user.servers[''];
        await setTimeout(500);
      }
      throw new Error(`the server of ${person} did not start`);
    },
    async [Symbol.asyncDispose]() {
      child.kill();
      await once(child, 'exit');
    },
  };
}
