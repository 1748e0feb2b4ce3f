import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readBench } from './support/bench.ts';
import { type PlatformUnderTest, platformUnderTest } from './support/platform.ts';
import { type Ran, run } from './support/run.ts';

const NAAS = fileURLToPath(new URL('../../apps/cli/bin/naas.js', import.meta.url));
const bench = await readBench();
let platform: PlatformUnderTest;

beforeAll(async () => {
  platform = await platformUnderTest(bench);
  await platform.empty();
  const { exitCode, stdout, stderr } = await platform.naas('deploy', '--yes', '--no-verify');
  if (exitCode !== 0) throw new Error(`The platform was not deployed.\n${stderr}${stdout}`);
});

afterAll(async () => {
  await platform.naas('destroy', '--yes');
});

interface Record {
  readonly metadata: { name: string; labels: { version: string } };
  readonly data: { release: string };
}

const hub = ['-n', 'jupyterhub'] as const;

/** Leaves what a Helm leaves that is killed in an upgrade: a record of the next revision that says it is pending. */
async function killedUpgrade(): Promise<void> {
  const { stdout } = await platform.kubectl('get', 'secrets', ...hub, '-l', 'owner=helm,name=jhub', '-o', 'json');
  const records = (JSON.parse(stdout) as { items: Record[] }).items;
  const [latest] = records.sort((a, b) => Number(b.metadata.labels.version) - Number(a.metadata.labels.version));
  const revision = Number(latest!.metadata.labels.version) + 1;
  const packed = Buffer.from(Buffer.from(latest!.data.release, 'base64').toString(), 'base64');
  const release = JSON.parse(gunzipSync(packed).toString()) as { version: number; info: { status: string } };
  release.version = revision;
  release.info.status = 'pending-upgrade';
  const text = gzipSync(JSON.stringify(release)).toString('base64');
  const name = `sh.helm.release.v1.jhub.v${revision}`;
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'helm.sh/release.v1',
    metadata: {
      name,
      namespace: 'jupyterhub',
      labels: { ...latest!.metadata.labels, version: String(revision), status: 'pending-upgrade' },
    },
    data: { release: Buffer.from(text).toString('base64') },
  };
  await platform.kubectlWith(JSON.stringify(secret), 'create', '-f', '-');
}

const AN_HOUR_AHEAD = 'const now = Date.now; Date.now = () => now() + 3_600_000;';

/** Runs naas with a clock that is an hour ahead: for it, what is there now has been there for long. */
function anHourLater(...args: string[]): Promise<Ran> {
  const clock = `--import=data:text/javascript,${encodeURIComponent(AN_HOUR_AHEAD)}`;
  const env = { KUBECONFIG: bench.kubeconfig, NAAS_FILE: platform.file, NODE_OPTIONS: clock };
  return run('node', [NAAS, ...args], { env });
}

const claims = async () =>
  (
    await platform.kubectl(
      'get',
      'pvc',
      '-A',
      '-o',
      'jsonpath={range .items[*]}{.metadata.name} {.metadata.uid}\n{end}',
    )
  ).stdout;

test('a Helm that may still be at work on the hub is left alone, with until when', async () => {
  await killedUpgrade();
  const { stdout, exitCode } = await platform.naas('plan');
  expect(stdout).toMatch(/Helm has been upgrading release jupyterhub\/jhub since .* and may be at it until/);
  expect(exitCode).toBe(1);
});

test('one that was killed is explained in the plan, and repaired by the deploy with its record kept first', async () => {
  const before = await claims();
  const plan = await anHourLater('plan');
  expect(plan.stdout).toMatch(/Helm was stopped while upgrading release jupyterhub\/jhub/);
  expect(plan.exitCode).toBe(2);
  const deploy = await anHourLater('deploy', '--yes', '--no-verify');
  expect(deploy.exitCode, deploy.stderr).toBe(0);
  const kept = await platform.kubectl('get', 'secrets', '-n', 'naas-system', '-o', 'name');
  expect(kept.stdout).toContain('secret/naas-kept-jhub-v');
  expect(await claims()).toBe(before);
  expect((await platform.naas('plan')).exitCode).toBe(0);
});
