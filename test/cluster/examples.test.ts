import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { claim } from '@naas/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runExample, runInFolder } from '../examples/run-in-folder.ts';
import { readBench } from './support/bench.ts';
import { platformUnderTest } from './support/platform.ts';

const bench = await readBench();
const lab = `examples-${Math.random().toString(36).slice(2, 8)}`;
const volume = `${lab}-homes`;
const chart = join(import.meta.dirname, '../charts/one-config-map');
let folder: string;

const env = {
  KUBECONFIG: bench.kubeconfig,
  PATH: [dirname(bench.helm.helm4), process.env['PATH']].join(':'),
};

async function kubectl(...args: string[]): Promise<string> {
  return (await runInFolder(bench.kubectl, args, { folder: tmpdir(), env })).stdout;
}

async function example(name: string, ...args: string[]): Promise<string> {
  const { stdout, stderr, exitCode } = await runExample(name, args, { folder, env });
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
  return stdout;
}

async function create(object: object): Promise<void> {
  const file = join(folder, 'object.json');
  await writeFile(file, JSON.stringify(object));
  await kubectl('create', '-n', lab, '-f', file);
}

const kernelspecsClaim = claim({
  namespace: lab,
  name: 'kernelspecs',
  size: '20Mi',
  accessMode: 'ReadWriteOnce',
  from: { storageClass: 'hostpath-immediate' },
});

const reader = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'reader' },
  spec: {
    restartPolicy: 'Never',
    securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        name: 'reader',
        image: 'busybox:1.35.0',
        command: ['cat', '/share/python_kubernetes/scripts/platform.json'],
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
        volumeMounts: [{ name: 'share', mountPath: '/share' }],
      },
    ],
    volumes: [{ name: 'share', persistentVolumeClaim: { claimName: 'kernelspecs' } }],
  },
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'naas-examples-'));
});

afterAll(async () => {
  await kubectl('delete', 'namespace', lab, '--ignore-not-found', '--wait=false');
  await kubectl('delete', 'persistentvolume', volume, '--ignore-not-found', '--wait=false');
  await rm(folder, { recursive: true });
});

describe('the five things, each by its example', () => {
  test('a namespace is there, and refuses pods with privileges', async () => {
    expect(await example('namespace', lab)).toMatch(new RegExp(`^The namespace ${lab} is there since 2\\d{3}-`));
    const level = '{.metadata.labels.pod-security\\.kubernetes\\.io/enforce}';
    expect(await kubectl('get', 'namespace', lab, '-o', `jsonpath=${level}`)).toBe('restricted');
    const pod = ['run', 'strong', '--privileged', '--image', 'busybox:1.35.0', '-n', lab];
    const { stderr } = await runInFolder(bench.kubectl, pod, { folder, env });
    expect(stderr).toContain('violates PodSecurity');
  });

  test('an NFS volume is there, kept for one claim', async () => {
    const stdout = await example('nfs-volume', volume, lab, bench.nfs.server, bench.nfs.path);
    expect(stdout).toBe(`The volume ${volume} is ${bench.nfs.server}:${bench.nfs.path}, for the claim ${lab}/homes.\n`);
    const { spec } = JSON.parse(await kubectl('get', 'persistentvolume', volume, '-o', 'json')) as {
      spec: { persistentVolumeReclaimPolicy: string };
    };
    expect(spec).toMatchObject({
      persistentVolumeReclaimPolicy: 'Retain',
      nfs: bench.nfs,
      claimRef: { namespace: lab, name: 'homes' },
    });
  });

  test('a claim has that volume', async () => {
    expect(await example('claim', volume, lab)).toContain(`The claim ${lab}/homes has the volume ${volume}.\n`);
    expect(await kubectl('get', 'pvc', '-n', lab, 'homes', '-o', 'jsonpath={.status.phase}')).toBe('Bound');
  });

  test('a claim cannot be moved to another volume, and the refusal says so', async () => {
    const { stderr, exitCode } = await runExample('claim', ['no-such-volume', lab], { folder, env });
    expect(stderr).toContain('KUBE_INVALID');
    expect(exitCode).toBe(1);
  });

  test('a Helm release is there, and one revision newer the next time', async () => {
    expect(await example('helm-release', 'hi', lab, chart)).toBe(
      'hi is deployed at revision 1.\nhi one-config-map 1.2.3\n',
    );
    expect(await kubectl('get', 'configmap', '-n', lab, 'hi', '-o', 'jsonpath={.data.greeting}')).toBe('good-morning');
    expect(await example('helm-release', 'hi', lab, chart)).toContain('hi is deployed at revision 2.');
  });

  test('kernelspecs are on a claim, where the next pod reads them', async () => {
    await create(kernelspecsClaim);
    expect(await example('kernelspecs', lab, 'kernelspecs')).toMatch(
      new RegExp(`^Python on Kubernetes is on the claim ${lab}/kernelspecs: [0-9a-f]{12}\n$`),
    );
    await create(reader);
    await kubectl('wait', '-n', lab, 'pod/reader', '--for=jsonpath={.status.phase}=Succeeded', '--timeout=60s');
    const platform = JSON.parse(await kubectl('logs', '-n', lab, 'reader')) as object;
    expect(platform).toMatchObject({ claim: 'kernel-homes', uid: 1000 });
  });

  test('each of them can be run again and changes nothing', async () => {
    const versions = () =>
      kubectl('get', `namespace/${lab}`, `pv/${volume}`, '-o', 'jsonpath={.items[*].metadata.resourceVersion}');
    const before = await versions();
    await example('namespace', lab);
    await example('nfs-volume', volume, lab, bench.nfs.server, bench.nfs.path);
    await example('claim', volume, lab);
    expect(before).toMatch(/^\d+ \d+$/);
    expect(await versions()).toBe(before);
  });
});

describe('on a platform', () => {
  beforeAll(async () => {
    const platform = await platformUnderTest(bench);
    await platform.empty();
    const { exitCode, stderr } = await platform.naas('deploy', '--yes', '--no-verify');
    if (exitCode !== 0) throw new Error(stderr);
    await copyFile(platform.file, join(folder, 'naas.yaml'));
  });

  test('its people are listed', async () => {
    const stdout = await example('people');
    expect(stdout).not.toContain('could not be asked');
    for (const line of stdout.split('\n').filter(Boolean)) {
      expect(line).toMatch(/^(\S+: \d+ servers, \d+ kernels| {2}nb-\S+ since )/);
    }
  });

  test('its plan is told, deployed or not, and without --apply no step is taken', async () => {
    for (const line of (await example('deploy')).split('\n').filter(Boolean)) {
      expect(line).toMatch(/^(create|update|delete|blocked|warning:) /);
    }
  });
});
