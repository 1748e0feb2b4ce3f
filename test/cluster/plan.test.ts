import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditMark, persistingRequests, requestsOfOurs } from './support/audit.ts';
import { readBench } from './support/bench.ts';
import { type PlatformUnderTest, platformUnderTest } from './support/platform.ts';

const bench = await readBench();
let platform: PlatformUnderTest;
/** What two processes said of an empty cluster, before any secret was stored. */
let beforeTheFirst: readonly string[];
let smallerGateway: string;

beforeAll(async () => {
  platform = await platformUnderTest(bench);
  await platform.empty();
  beforeTheFirst = [await planOnce(), await planOnce()];
  smallerGateway = await platform.changed((file) => {
    file.spec.kernels.maxPerUser = 3;
  });
  const { exitCode, stdout, stderr } = await platform.naas('deploy', '--yes', '--no-verify');
  if (exitCode !== 0) throw new Error(`The platform was not deployed.\n${stderr}${stdout}`);
});

afterAll(async () => {
  await platform.naas('destroy', '--yes');
});

const planOnce = async () => digestIn((await platform.naas('plan', '--json')).stdout);

/** The digest a plan prints, to be copied. */
function digestIn(stdout: string): string {
  return (JSON.parse(stdout) as { data: { digest: string } }).data.digest;
}

/** As somebody would who does not know of the platform: kubectl then holds the field. */
async function stopGatewayByHand(): Promise<void> {
  const patch = JSON.stringify({ spec: { replicas: 0 } });
  await platform.kubectl(
    'patch',
    'deployment',
    'enterprise-gateway',
    '-n',
    'enterprise-gateway',
    '--type=merge',
    '-p',
    patch,
  );
}

test('a plan of a platform that is as the file says is empty, and its exit status says so', async () => {
  const { stdout, exitCode } = await platform.naas('plan');
  expect(stdout).toContain('no change');
  expect(exitCode).toBe(0);
});

test.runIf(bench.auditLog !== undefined)(
  'a second deploy sends at most 17 requests besides Helm’s own, none of which persists',
  async () => {
    const mark = await auditMark(bench.auditLog!);
    const { exitCode, elapsedMs } = await platform.naas('deploy', '--yes');
    console.log(`a second deploy in ${(elapsedMs / 1000).toFixed(1)} s`);
    expect(exitCode).toBe(0);
    const requests = await requestsOfOurs(bench.auditLog!, mark);
    expect(requests).toContain('get /api/v1/namespaces/naas-system/configmaps/naas-inventory');
    expect(requests.length, requests.join('\n')).toBeLessThanOrEqual(17);
    expect(await persistingRequests(bench.auditLog!, mark)).toEqual([]);
    expect(requests.filter((request) => !request.startsWith('get') && !request.startsWith('list'))).toEqual([]);
  },
);

test('a plan names each field that changes, and the exit status tells that something would', async () => {
  const { stdout, exitCode } = await platform.naas('plan', '-f', smallerGateway);
  expect(stdout).toContain('Deployment enterprise-gateway/enterprise-gateway');
  expect(stdout).toMatch(/env\[\d+\]\.value: 5 → 3/);
  expect(exitCode).toBe(2);
});

test('two processes that would make other secrets plan the same first deploy', () => {
  expect(beforeTheFirst[0]).toMatch(/^[0-9a-f]{16,}$/);
  expect(beforeTheFirst[1]).toBe(beforeTheFirst[0]);
});

test('two plans of the same world have the same digest, from two processes', async () => {
  const [first, second] = [
    await platform.naas('plan', '--json', '-f', smallerGateway),
    await platform.naas('plan', '--json', '-f', smallerGateway),
  ];
  expect(digestIn(second.stdout)).toBe(digestIn(first.stdout));
});

test('a plan that was agreed to is refused when the world has moved, and the reader is told what moved', async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'naas-plan-')), 'plan.json');
  const { stdout } = await platform.naas('plan', '--json', '--out', file, '-f', smallerGateway);
  await stopGatewayByHand();
  const byDigest = await platform.naas('deploy', '--yes', '-f', smallerGateway, '--plan', digestIn(stdout));
  expect(byDigest.stderr).toMatch(/no longer holds[^]*gateway/);
  expect(byDigest.exitCode).toBe(1);
  const byFile = await platform.naas('deploy', '--yes', '-f', smallerGateway, '--plan', file);
  expect(byFile.stderr).toContain('Deployment enterprise-gateway/enterprise-gateway: was update, now blocked');
  expect(byFile.exitCode).toBe(1);
});

test('what another tool holds is named with the tool and the field, and taken over only when asked', async () => {
  const refused = await platform.naas('deploy', '--yes', '--no-verify');
  expect(refused.stdout + refused.stderr).toMatch(/\.spec\.replicas.*held by kubectl-patch/);
  expect(refused.exitCode).toBe(1);
  const drift = await platform.naas('drift');
  expect(drift.stdout).toMatch(/spec\.replicas.*1.*0.*kubectl-patch/);
  expect(drift.exitCode).toBe(3);
  const taken = await platform.naas('deploy', '--yes', '--no-verify', '--take-over');
  expect(taken.exitCode).toBe(0);
  expect((await platform.naas('plan')).exitCode).toBe(0);
  expect((await platform.naas('drift')).exitCode).toBe(0);
});

test('what somebody changed in the hub’s release is seen, named and put right when asked', async () => {
  const patch = JSON.stringify({ spec: { replicas: 0 } });
  await platform.kubectl('patch', 'deployment', 'proxy', '-n', 'jupyterhub', '--type=merge', '-p', patch);
  const drift = await platform.naas('drift');
  const plan = await platform.naas('plan');
  expect(drift.stdout).toMatch(/Deployment jupyterhub\/proxy/);
  expect(drift.stdout).toMatch(/kubectl-patch/);
  expect(plan.stdout).toMatch(/held by kubectl-patch/);
  expect(plan.exitCode).toBe(1);
  expect((await platform.naas('deploy', '--yes', '--no-verify', '--take-over')).exitCode).toBe(0);
  expect((await platform.naas('plan')).exitCode).toBe(0);
});

test('a change of manifests, values and kernelspecs, and the way back to the run before it', async () => {
  const otherwise = await platform.changed((file) => {
    file.spec.kernels.maxPerUser = 3;
    file.spec.kernels.resources.limits.memory = '640Mi';
    file.spec.hub.servers.startTimeout = '4m';
  });
  const forth = await platform.naas('deploy', '--yes', '--no-verify', '-f', otherwise);
  expect(forth.stderr).toMatch(/update Files [^]*update Deployment [^]*update Release /);
  expect(forth.exitCode).toBe(0);
  const history = await platform.naas('history', '--json');
  const runs = (JSON.parse(history.stdout) as { data: { runs: { number: number }[] } }).data.runs;
  expect(runs[0]!.number).toBeGreaterThan(1);
  const back = await platform.naas('rollback', '--yes', '--no-verify');
  expect(back.exitCode).toBe(0);
  expect((await platform.naas('plan')).exitCode).toBe(0);
  expect((await platform.naas('plan', '-f', otherwise)).exitCode).toBe(2);
  expect((await platform.naas('kernelspecs', 'diff')).exitCode).toBe(0);
});

test('what the file no longer wants goes, and data stays with a word about it', async () => {
  const elsewhere = await platform.changed((file) => {
    file.spec.gateway.namespace = 'another-gateway';
  });
  const { stdout } = await platform.naas('plan', '-f', elsewhere);
  expect(stdout).toMatch(/delete Deployment enterprise-gateway\/enterprise-gateway/);
  expect(stdout).toMatch(/kept because data is in it: .*PersistentVolumeClaim enterprise-gateway\/kernelspecs-pvc/);
  expect(stdout).not.toMatch(/delete (?:PersistentVolume|Namespace)/);
});

test('two deploys at once: one does its work, the other is refused with who is at work, and nothing is lost', async () => {
  const [one, other] = await Promise.all([
    platform.naas('deploy', '--yes', '--no-verify', '-f', smallerGateway),
    platform.naas('deploy', '--yes', '--no-verify', '-f', smallerGateway),
  ]);
  const refused = [one, other].filter(({ exitCode }) => exitCode !== 0);
  expect([one, other].filter(({ exitCode }) => exitCode === 0).length).toBeGreaterThanOrEqual(1);
  for (const { stderr } of refused) expect(stderr).toMatch(/is at work on the platform|no longer holds/);
  expect((await platform.naas('plan', '-f', smallerGateway)).exitCode).toBe(0);
  expect((await platform.naas('deploy', '--yes', '--no-verify')).exitCode).toBe(0);
});
