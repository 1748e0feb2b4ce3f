import { rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { PlatformLiterals } from '../../packages/sdk/src/kernelspecs/index.ts';
import {
  aliceEnv,
  type ApiAnswer,
  apiStandIn,
  installedKernelspec,
  KERNEL_ID,
  launch,
  literals,
} from './kernelspec-launcher.ts';

const CREATED: ApiAnswer = { status: 201, body: { kind: 'Pod' } };

interface Pod {
  metadata: { name: string; namespace: string; labels: Record<string, string>; annotations: Record<string, string> };
  spec: Record<string, unknown> & { containers: Record<string, unknown>[]; volumes: unknown };
}

async function launched(env: Record<string, string>, platform?: PlatformLiterals) {
  await using kernelspec = await installedKernelspec(platform);
  await using api = await apiStandIn(() => CREATED);
  const result = await launch(kernelspec.launcher, { ...api.env, ...env });
  return { ...result, requests: api.requests, pod: api.requests[0]?.body as Pod };
}

describe('a launch', () => {
  test('posts one pod with the home of the person, as the service account, and says nothing', async () => {
    const { exitCode, stderr, requests, pod } = await launched(aliceEnv);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({
      method: 'POST',
      path: '/api/v1/namespaces/notebook-kernels/pods?fieldValidation=Strict',
      authorization: 'Bearer the-token',
    });
    expect(pod.metadata).toMatchObject({
      name: `nb-${KERNEL_ID}`,
      namespace: 'notebook-kernels',
      labels: {
        kernel_id: KERNEL_ID,
        component: 'kernel',
        app: 'enterprise-gateway',
        'naas.dev/user': aliceEnv.KERNEL_HOME,
      },
      annotations: { 'naas.dev/user': 'alice@example.com', 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false' },
    });
    expect(pod.spec.containers[0]!['volumeMounts']).toEqual([
      { name: 'home', mountPath: '/home/jovyan', subPath: aliceEnv.KERNEL_HOME },
    ]);
    expect(pod.spec.volumes).toEqual([{ name: 'home', persistentVolumeClaim: { claimName: 'kernel-homes' } }]);
  });

  test('gives the kernel the variables that its image starts from, and none of the gateway', async () => {
    const { pod } = await launched({ ...aliceEnv, LD_PRELOAD: '', EG_AUTH: 'secret', KERNEL_FOO: 'bar' });
    const env = pod.spec.containers[0]!['env'] as { name: string; value: string }[];
    expect(Object.fromEntries(env.map(({ name, value }) => [name, value]))).toEqual({
      KERNEL_ID,
      KERNEL_LANGUAGE: 'python',
      KERNEL_NAME: 'python_kubernetes',
      KERNEL_USERNAME: 'alice@example.com',
      KERNEL_SPARK_CONTEXT_INIT_MODE: 'none',
      PORT_RANGE: '0..0',
      RESPONSE_ADDRESS: '10.1.0.7:8877',
      PUBLIC_KEY: 'MIGfMA0+/=',
      HOME: '/home/jovyan',
    });
  });

  test('keeps the volumes, image, user and service account whatever a client sends', async () => {
    const { exitCode, pod } = await launched({
      ...aliceEnv,
      KERNEL_VOLUMES: "[{name: root, hostPath: {path: '/'}}]",
      KERNEL_VOLUME_MOUNTS: '[{name: root, mountPath: /host}]',
      KERNEL_IMAGE: 'evil:latest',
      KERNEL_UID: '0',
      KERNEL_GID: '0',
      KERNEL_SERVICE_ACCOUNT_NAME: 'enterprise-gateway',
      KERNEL_CPUS: '64',
      KERNEL_MEMORY: 'all of it',
      KERNEL_PATH: '/export/bob',
    });
    expect(exitCode).toBe(0);
    expect(pod.spec.volumes).toEqual([{ name: 'home', persistentVolumeClaim: { claimName: 'kernel-homes' } }]);
    expect(pod.spec).toMatchObject({
      serviceAccountName: 'kernel',
      securityContext: { runAsUser: 1000, runAsGroup: 100 },
    });
    expect(pod.spec.containers).toHaveLength(1);
    expect(pod.spec.containers[0]).toMatchObject({
      image: 'docker.io/elyra/kernel-py:3.3.0',
      resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '1Gi' } },
    });
  });

  test.each([
    ['/home/jovyan/lab/week 1', '/home/jovyan/lab/week 1'],
    ['/home/jovyan', '/home/jovyan'],
    ['/home/jovyan/../../etc', '/home/jovyan'],
    ['/home/jovyan2', '/home/jovyan'],
    ['/home/jovyan//lab', '/home/jovyan'],
    ['/etc', '/home/jovyan'],
    ['lab', '/home/jovyan'],
  ])('starts a kernel of a notebook in %s in %s', async (asked, given) => {
    const { pod } = await launched({ ...aliceEnv, KERNEL_WORKING_DIR: asked });
    expect(pod.spec.containers[0]!['workingDir']).toBe(given);
  });

  test('keeps a name with YAML, a dollar and an emoji as it is', async () => {
    const name = 'a: "$(HOME)" \u{1F600}\n'.trim();
    const { pod } = await launched({ ...aliceEnv, KERNEL_USERNAME: name });
    expect(pod.metadata.annotations['naas.dev/user']).toBe(name);
    const env = pod.spec.containers[0]!['env'] as { name: string; value: string }[];
    expect(env).toContainEqual({ name: 'KERNEL_USERNAME', value: 'a: "$$(HOME)" \u{1F600}' });
  });
});

describe('a launch that asks for resources, where the platform has a most,', () => {
  const largest = { ...literals, largest: { cpu: '2', memory: '4Gi' } };

  test.each([
    ['nothing', {}, { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '1Gi' } }],
    [
      'processors',
      { KERNEL_CPUS: '1500m' },
      { requests: { cpu: '1500m', memory: '256Mi' }, limits: { cpu: '1500m', memory: '1Gi' } },
    ],
    ['memory', { KERNEL_MEMORY: '3Gi' }, { requests: { cpu: '100m', memory: '3Gi' }, limits: { memory: '3Gi' } }],
    [
      'the most, in other units',
      { KERNEL_CPUS: '2000m', KERNEL_MEMORY: '4294967296' },
      {
        requests: { cpu: '2000m', memory: '4294967296' },
        limits: { cpu: '2000m', memory: '4294967296' },
      },
    ],
  ])('for %s gets it as request and limit', async (_, asked, resources) => {
    const { pod } = await launched({ ...aliceEnv, ...asked }, largest);
    expect(pod.spec.containers[0]!['resources']).toEqual(resources);
  });

  test.each([
    [{ KERNEL_CPUS: '2001m' }, 'KERNEL_CPUS is 2001m, and a kernel may have 2 at most'],
    [{ KERNEL_CPUS: '3' }, 'a kernel may have 2 at most'],
    [{ KERNEL_MEMORY: '4295M' }, 'a kernel may have 4Gi at most'],
    [{ KERNEL_MEMORY: '1E' }, 'a kernel may have 4Gi at most'],
    [{ KERNEL_CPUS: '0' }, "KERNEL_CPUS is '0', which is not an amount above zero"],
    [{ KERNEL_MEMORY: '0.000Gi' }, 'not an amount above zero'],
    [{ KERNEL_CPUS: '-1' }, 'not an amount above zero'],
    [{ KERNEL_CPUS: '' }, 'not an amount above zero'],
    [{ KERNEL_CPUS: '1e9' }, 'not an amount above zero'],
    [{ KERNEL_CPUS: '\u0661' }, 'not an amount above zero'],
    [{ KERNEL_MEMORY: '1Gi, cpu: 64' }, 'not an amount above zero'],
    [{ KERNEL_MEMORY: '1Gi\n' }, 'not an amount above zero'],
    [{ KERNEL_MEMORY: '9'.repeat(400) }, 'not an amount above zero'],
  ])('for %j is refused', async (asked, line) => {
    const { exitCode, stderr, requests } = await launched({ ...aliceEnv, ...asked }, largest);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^Kernel not launched: .*\n$/);
    expect(stderr).toContain(line);
    expect(requests).toEqual([]);
  });
});

describe('a launch is refused, with one line and nothing posted,', () => {
  test.each([
    ['in another namespace', { KERNEL_NAMESPACE: 'kube-system' }, "KERNEL_NAMESPACE is 'kube-system'"],
    ['with a home above the homes', { KERNEL_HOME: '..' }, "KERNEL_HOME is '..'"],
    ['with a home in another home', { KERNEL_HOME: 'bob/work' }, "KERNEL_HOME is 'bob/work'"],
    ['with a home that ends in a new line', { KERNEL_HOME: 'bob\n' }, "KERNEL_HOME is 'bob\\n'"],
    ['with a home of 64 characters', { KERNEL_HOME: 'a'.repeat(64) }, 'with at most 63 characters'],
    ['without a home', { KERNEL_HOME: '' }, 'KERNEL_HOME is not set'],
    ['without a person', { KERNEL_USERNAME: '' }, 'KERNEL_USERNAME is not set'],
    ['for a name with a control character', { KERNEL_USERNAME: 'al\x07ice' }, 'holds characters that no name has'],
    ['for a pod name that is none', { KERNEL_POD_NAME: 'Nb_1' }, "KERNEL_POD_NAME is 'Nb_1'"],
    ['for a language that is none', { KERNEL_LANGUAGE: 'python; id' }, "KERNEL_LANGUAGE is 'python; id'"],
  ])('%s', async (_, env, line) => {
    const { exitCode, stderr, requests } = await launched({ ...aliceEnv, ...env });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^Kernel not launched: .*\n$/);
    expect(stderr).toContain(line);
    expect(requests).toEqual([]);
  });

  test('when the kernelspec was never published by the platform', async () => {
    await using kernelspec = await installedKernelspec();
    await rm(join(dirname(kernelspec.launcher), 'platform.json'));
    expect((await launch(kernelspec.launcher, aliceEnv)).stderr).toContain('publish the kernelspecs again');
  });

  test('when platform.json is of an older version', async () => {
    await using kernelspec = await installedKernelspec();
    await writeFile(join(dirname(kernelspec.launcher), 'platform.json'), '{"image":"x"}');
    expect((await launch(kernelspec.launcher, aliceEnv)).stderr).toContain('lacks namespace, claim');
  });
});

describe('when the API server does not take the pod, the launcher', () => {
  const exists = { status: 409, body: { reason: 'AlreadyExists', message: 'pods "nb" already exists' } };
  const holder = (kernel_id: string, deletionTimestamp?: string) => ({
    status: 200,
    body: { metadata: { labels: { kernel_id }, ...(deletionTimestamp && { deletionTimestamp }) } },
  });

  async function against(answers: readonly ApiAnswer[]) {
    await using kernelspec = await installedKernelspec();
    const left = [...answers];
    await using api = await apiStandIn(() => left.shift() ?? { status: 500, body: {} });
    const result = await launch(kernelspec.launcher, { ...api.env, ...aliceEnv });
    return { ...result, calls: api.requests.map(({ method }) => method), left: left.length };
  }

  test('says why in its words', async () => {
    const message =
      'pods "nb" is forbidden: exceeded quota: kernels,\n requested: pods=1, used: pods=5, limited: pods=5';
    const { exitCode, stderr, calls } = await against([{ status: 403, body: { reason: 'Forbidden', message } }]);
    expect({ exitCode, calls }).toEqual({ exitCode: 1, calls: ['POST'] });
    expect(stderr).toContain('exceeded quota: kernels, requested: pods=1');
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  test('waits for the former pod of a restarted kernel to go', async () => {
    const answers = [exists, holder(KERNEL_ID, '2026-01-01T00:00:00Z'), exists, { status: 404, body: {} }, CREATED];
    expect(await against(answers)).toMatchObject({ exitCode: 0, calls: ['POST', 'GET', 'POST', 'GET', 'POST'] });
  });

  test('fails at once where the name belongs to a running pod of the same kernel', async () => {
    const { exitCode, stderr, calls } = await against([exists, holder(KERNEL_ID)]);
    expect({ exitCode, calls }).toEqual({ exitCode: 1, calls: ['POST', 'GET'] });
    expect(stderr).toContain('already exists');
  });

  test("fails at once where the name belongs to another kernel's pod, though it is going", async () => {
    const answers = [exists, holder('another', '2026-01-01T00:00:00Z')];
    expect(await against(answers)).toMatchObject({ exitCode: 1, calls: ['POST', 'GET'] });
  });

  test('tries again when pods were counted against a quota at the same moment, and when told to come back', async () => {
    const conflict = {
      status: 409,
      body: { reason: 'Conflict', message: 'Operation cannot be fulfilled on resourcequotas' },
    };
    const busy = { status: 429, body: { message: 'too many requests' }, headers: { 'retry-after': '1' } };
    expect(await against([conflict, busy, CREATED])).toMatchObject({ exitCode: 0, left: 0 });
  });

  test('names the address that it could not reach', async () => {
    await using kernelspec = await installedKernelspec();
    const closed = await apiStandIn(() => CREATED);
    await using open = await apiStandIn(() => CREATED);
    const env = { ...open.env, KUBERNETES_SERVICE_PORT: closed.env['KUBERNETES_SERVICE_PORT']! };
    await closed[Symbol.asyncDispose]();
    const { exitCode, stderr } = await launch(kernelspec.launcher, { ...env, ...aliceEnv });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /^Kernel not launched: the API server at https:\/\/127\.0\.0\.1:\d+ cannot be reached: .*\n$/,
    );
  });

  test('does not speak to a server with another certificate, nor through a proxy', async () => {
    await using kernelspec = await installedKernelspec();
    await using api = await apiStandIn(() => CREATED);
    await using other = await apiStandIn(() => CREATED);
    const swapped = { ...api.env, NAAS_SERVICE_ACCOUNT_DIR: other.env['NAAS_SERVICE_ACCOUNT_DIR']! };
    expect((await launch(kernelspec.launcher, { ...swapped, ...aliceEnv })).stderr).toContain(
      'CERTIFICATE_VERIFY_FAILED',
    );
    expect(api.requests).toEqual([]);
    const proxied = { ...api.env, ...aliceEnv, https_proxy: 'http://127.0.0.1:9' };
    expect(await launch(kernelspec.launcher, proxied)).toMatchObject({ exitCode: 0 });
  });
});
