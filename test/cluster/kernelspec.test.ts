import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aliceEnv, installedKernelspec, KERNEL_ID, launch, literals } from '../oracle/kernelspec-launcher.ts';

const kubeconfig = process.env['NAAS_TEST_KUBECONFIG'];
const namespace = `naas-test-kernelspec-${randomBytes(3).toString('hex')}`;
const pod = `nb-${KERNEL_ID}`;

async function kubectl(args: readonly string[], input?: string): Promise<string> {
  return await new Promise((resolve, reject) => {
    const child = execFile('kubectl', ['--kubeconfig', String(kubeconfig), ...args], (error, stdout, stderr) =>
      error ? reject(new Error(stderr, { cause: error })) : resolve(stdout),
    );
    child.stdin?.end(input);
  });
}

/** A namespace as the platform makes it, and an account with the rights that the gateway has there. */
const objects = [
  {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: namespace, labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
  },
  { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'gateway', namespace } },
  { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'kernel', namespace } },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: { name: 'kernels', namespace },
    rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch', 'create', 'delete'] }],
  },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: 'kernels', namespace },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'kernels' },
    subjects: [{ kind: 'ServiceAccount', name: 'gateway', namespace }],
  },
];

interface Cluster {
  readonly server: string;
  readonly 'certificate-authority-data': string;
}

describe.skipIf(!kubeconfig)('the launcher and a real API server', () => {
  let account = '';
  let env: Record<string, string> = {};

  beforeAll(async () => {
    await kubectl(['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }));
    const config = JSON.parse(await kubectl(['config', 'view', '--raw', '--minify', '-o', 'json'])) as {
      clusters: { cluster: Cluster }[];
    };
    const { cluster } = config.clusters[0]!;
    const url = new URL(cluster.server);
    account = await mkdtemp(join(tmpdir(), 'naas-account-'));
    await writeFile(join(account, 'ca.crt'), Buffer.from(cluster['certificate-authority-data'], 'base64'));
    await writeFile(join(account, 'token'), await kubectl(['create', 'token', 'gateway', '-n', namespace]));
    env = {
      ...aliceEnv,
      KERNEL_NAMESPACE: namespace,
      KUBERNETES_SERVICE_HOST: url.hostname,
      KUBERNETES_SERVICE_PORT: url.port || '443',
      NAAS_SERVICE_ACCOUNT_DIR: account,
    };
  });

  afterAll(async () => {
    await kubectl(['delete', 'namespace', namespace, '--wait=false', '--ignore-not-found']);
    if (account) await rm(account, { recursive: true });
  });

  const uid = () => kubectl(['get', 'pod', pod, '-n', namespace, '-o', 'jsonpath={.metadata.uid}']);

  test('the pod is taken strictly, where Pod Security is restricted, and the gateway finds it', async () => {
    await using kernelspec = await installedKernelspec({ ...literals, namespace });
    expect(await launch(kernelspec.launcher, env)).toEqual({ exitCode: 0, stderr: '' });
    const selector = `kernel_id=${KERNEL_ID},component=kernel`;
    const found = await kubectl(['get', 'pods', '-n', namespace, '-l', selector, '-o', 'json']);
    expect((JSON.parse(found) as { items: unknown[] }).items).toMatchObject([
      { metadata: { name: pod }, spec: { automountServiceAccountToken: false, volumes: [{ name: 'home' }] } },
    ]);
  });

  test('a kernel that is restarted gets its pod as soon as the former one is gone', async () => {
    await using kernelspec = await installedKernelspec({ ...literals, namespace });
    const former = await uid();
    const hold = (finalizers: readonly string[]) =>
      kubectl([
        'patch',
        'pod',
        pod,
        '-n',
        namespace,
        '--type=merge',
        '-p',
        JSON.stringify({ metadata: { finalizers } }),
      ]);
    await hold(['naas.dev/test']);
    await kubectl(['delete', 'pod', pod, '-n', namespace, '--wait=false', '--grace-period=0', '--force']);
    const launched = launch(kernelspec.launcher, env);
    await new Promise((resolve) => setTimeout(resolve, 2000));
    expect(await uid()).toBe(former);
    await hold([]);
    expect(await launched).toEqual({ exitCode: 0, stderr: '' });
    expect(await uid()).not.toBe(former);
  });

  test('a name that is taken is refused', async () => {
    await using kernelspec = await installedKernelspec({ ...literals, namespace });
    const { exitCode, stderr } = await launch(kernelspec.launcher, env);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`pods "${pod}" already exists`);
  });

  test('what the namespace does not allow is refused in the words of the API server', async () => {
    await using kernelspec = await installedKernelspec({ ...literals, namespace, uid: 0 as 1000 });
    const { exitCode, stderr } = await launch(kernelspec.launcher, { ...env, KERNEL_POD_NAME: 'nb-root' });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('violates PodSecurity "restricted:latest": runAsUser=0');
  });
});
