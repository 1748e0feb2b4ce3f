import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readBench } from './support/bench.ts';
import { type Document, platformUnderTest, type PlatformUnderTest } from './support/platform.ts';

const bench = await readBench();
const DEFAULT_CLASS = 'storageclass.kubernetes.io/is-default-class';
let platform: PlatformUnderTest;

interface Trouble {
  readonly what: string;
  readonly change: (document: Document) => void;
  readonly says: RegExp;
  readonly exitCode?: number;
}

const troubles: readonly Trouble[] = [
  {
    what: 'an unknown key in the file',
    change: ({ spec }) => (spec.storage.homes.nfs.sever = 'x'),
    says: /naas\.yaml:\d+:\d+ {2}spec\.storage\.homes\.nfs\.sever: .*did you mean "?server/,
    exitCode: 2,
  },
  {
    what: 'a wrong NFS server',
    change: ({ spec }) => (spec.storage.homes.nfs.server = '192.168.50.99'),
    says: /The NFS server 192\.168\.50\.99 does not answer on port 2049/,
  },
  {
    what: 'a path that is not exported',
    change: ({ spec }) => (spec.storage.homes.nfs.path = '/nowhere'),
    says: /has no directory \/nowhere, or does not export it[^]*sudo mkdir -p \/nowhere/,
  },
  ...(bench.lockedPath === undefined
    ? []
    : [
        {
          what: 'a share that uid 1000 cannot write',
          change: ({ spec }: Document) => (spec.storage.homes.nfs.path = bench.lockedPath),
          says: /cannot be written by uid 1000[^]*sudo chown 1000:100/,
        },
      ]),
  {
    what: 'an image that does not exist',
    change: ({ spec }) => (spec.gateway.image = 'docker.io/elyra/enterprise-gateway:no-such-tag'),
    says: /enterprise-gateway:no-such-tag/,
  },
  {
    what: 'a chart that does not exist',
    change: ({ spec }) => (spec.hub.chart = { path: '/no/such/chart' }),
    says: /no such chart|\/no\/such\/chart/i,
  },
];

beforeAll(async () => {
  platform = await platformUnderTest(bench);
  await platform.empty();
});

afterAll(() => platform.kubectl('annotate', 'storageclass', 'hostpath', `${DEFAULT_CLASS}=true`, '--overwrite'));

describe('a deploy onto nothing', () => {
  test.each(troubles)('ends soon and names the cause: $what', async ({ change, says, exitCode = 1 }) => {
    const file = await platform.changed(change);
    const ran = await platform.naas('deploy', '--yes', '-f', file);
    // What was found before anything was changed is a report; what went wrong on the way is an error.
    expect(ran.stdout + ran.stderr).toMatch(says);
    expect(ran.exitCode).toBe(exitCode);
    expect(ran.elapsedMs).toBeLessThan(90_000);
    console.log(`${(ran.elapsedMs / 1000).toFixed(1)} s: ${ran.stderr.trim().split('\n').slice(-2).join(' | ')}`);
  });

  test('ends soon and names the cause: no default storage class', async () => {
    await platform.kubectl('annotate', 'storageclass', 'hostpath', `${DEFAULT_CLASS}-`);
    const ran = await platform.naas('deploy', '--yes');
    expect(ran.stdout).toMatch(/names no storage class, and the cluster has no default one/);
    expect(ran.exitCode).toBe(1);
    await platform.kubectl('annotate', 'storageclass', 'hostpath', `${DEFAULT_CLASS}=true`, '--overwrite');
  });

  test('goes well when the causes are mended, over what the failed ones left', async () => {
    const ran = await platform.naas('deploy', '--yes');
    expect(ran.exitCode, ran.stderr).toBe(0);
  });
});

describe('a platform that runs', () => {
  test('is refused another NFS server, with the way out, and nothing is changed', async () => {
    const file = await platform.changed(({ spec }) => (spec.storage.homes.nfs.server = '192.168.50.99'));
    const ran = await platform.naas('deploy', '--yes', '-f', file);
    expect(ran.stderr + ran.stdout).toMatch(/PersistentVolume nfs-pv[^]*cannot be changed in place/);
    expect(ran.exitCode).toBe(1);
  });

  test('fails its proof by the name of the image that a kernel cannot pull', async () => {
    const file = await platform.changed(({ spec }) => {
      spec.kernels.image = 'docker.io/elyra/kernel-py:no-such-tag';
      spec.kernels.launchTimeout = '30s';
    });
    const ran = await platform.naas('deploy', '--yes', '-f', file);
    expect(ran.stderr).toMatch(/kernel-py:no-such-tag/);
    expect(ran.exitCode).toBe(1);
    const mended = await platform.naas('deploy', '--yes');
    expect(mended.exitCode, mended.stderr).toBe(0);
  });

  test('fails its proof by the name of the gateway when the gateway is scaled to 0', async () => {
    const scale = (replicas: number) =>
      platform.kubectl('scale', '-n', 'enterprise-gateway', 'deploy/enterprise-gateway', `--replicas=${replicas}`);
    await scale(0);
    await platform.kubectl('wait', '-n', 'enterprise-gateway', '--for=delete', 'pod', '--all', '--timeout=90s');
    const ran = await platform.naas('verify');
    expect(ran.stderr).toMatch(/gateway/);
    expect(ran.exitCode).toBe(1);
    const status = await platform.naas('status');
    expect(status.stdout).toMatch(/gateway +unwell: the gateway is scaled to 0/);
    expect(status.exitCode).toBe(3);
    await scale(1);
    await platform.kubectl('rollout', 'status', '-n', 'enterprise-gateway', 'deploy/enterprise-gateway');
    expect((await platform.naas('deploy', '--yes')).exitCode).toBe(0);
  });
});
