import { readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { auditMark, persistingRequests } from './support/audit.ts';
import { readBench } from './support/bench.ts';
import { platformUnderTest, type PlatformUnderTest } from './support/platform.ts';

const bench = await readBench();
const charts = [
  { chart: 'the small chart of this repository', path: bench.charts.small },
  ...(bench.charts.official === undefined ? [] : [{ chart: 'the official chart', path: bench.charts.official }]),
];
if (bench.charts.official === undefined) {
  console.log('NAAS_TEST_OFFICIAL_CHART names no chart: the official hub chart is not tested in this run.');
}
const variants = charts.flatMap(({ chart, path }) => [
  { chart, path, helm: 'Helm 4', binary: bench.helm.helm4 },
  { chart, path, helm: 'Helm 3', binary: bench.helm.helm3 },
]);

describe.each(variants)('a platform from nothing, with $chart and $helm', ({ path, binary }) => {
  let platform: PlatformUnderTest;
  const plot = join(tmpdir(), `naas-plot-${process.pid}.png`);

  beforeAll(async () => {
    platform = await platformUnderTest(bench, { chart: path, helm: binary });
    await platform.empty();
  });

  afterAll(() => rm(plot, { force: true }));

  test('is deployed, and proven by a real notebook that drew a plot', async () => {
    const { stdout, stderr, exitCode, elapsedMs } = await platform.naas('deploy', '--yes');
    expect(stderr + stdout).toContain('server starts again, file is there');
    expect(exitCode).toBe(0);
    console.log(`deployed and proven in ${(elapsedMs / 1000).toFixed(1)} s`);
  });

  test('has nothing to do the second time, and sends nothing that changes anything', async () => {
    const before = await versions(platform);
    const { stdout, exitCode } = await platform.naas('deploy', '--yes');
    expect(stdout).toMatch(/nothing to do/i);
    expect(exitCode).toBe(0);
    expect(await versions(platform)).toEqual(before);
  });

  test.runIf(bench.auditLog !== undefined)(
    'has no such request in the audit log of the API server either',
    async () => {
      const mark = await auditMark(bench.auditLog!);
      await platform.naas('deploy', '--yes');
      expect(await persistingRequests(bench.auditLog!, mark)).toEqual([]);
    },
  );

  test('can be proven again by hand, and the plot kept as a PNG', async () => {
    const { stdout, exitCode } = await platform.naas('verify', '--json', '--plot', plot);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toBeTypeOf('object');
    expect((await readFile(plot)).subarray(1, 4).toString()).toBe('PNG');
    expect((await stat(plot)).size).toBeGreaterThan(5_000);
  });

  test('is destroyed with every claim and home kept, and deployed again with its users', async () => {
    const users = await hubDatabase(platform);
    const destroyed = await platform.naas('destroy', '--yes');
    expect(destroyed.stderr).not.toMatch(/error/i);
    expect(destroyed.exitCode).toBe(0);
    const { stdout: claims } = await platform.kubectl('get', 'pvc', '-A', '-o', 'name');
    expect(claims).toContain('persistentvolumeclaim/jhub-claim');
    expect(claims).toContain('persistentvolumeclaim/hub-db-dir');
    const { stdout: pods } = await platform.kubectl('get', 'pods', '-n', 'jupyterhub', '-o', 'name');
    expect(pods).not.toContain('jupyter-');
    const again = await platform.naas('deploy', '--yes', '--no-verify');
    expect(again.exitCode).toBe(0);
    expect(await hubDatabase(platform)).toBe(users);
  });
});

/** Every object's version in the platform's namespaces, but those that Kubernetes itself keeps moving. */
async function versions(platform: PlatformUnderTest): Promise<string[]> {
  const kinds = 'deployments,services,secrets,configmaps,pvc,networkpolicies,roles,rolebindings,serviceaccounts';
  const found: string[] = [];
  for (const namespace of ['jupyterhub', 'enterprise-gateway', 'notebook-kernels', 'naas-system']) {
    const template = '{range .items[*]}{.kind}/{.metadata.name} {.metadata.resourceVersion}{"\\n"}{end}';
    const { stdout } = await platform.kubectl('get', kinds, '-n', namespace, '-o', `jsonpath=${template}`);
    found.push(...stdout.split('\n').filter(Boolean));
  }
  return found;
}

/** Which volume the hub's database is on: the same claim means the same users. */
async function hubDatabase(platform: PlatformUnderTest): Promise<string> {
  const { stdout } = await platform.kubectl(
    'get',
    'pvc',
    '-n',
    'jupyterhub',
    'hub-db-dir',
    '-o',
    'jsonpath={.metadata.uid}',
  );
  expect(stdout).not.toBe('');
  return stdout;
}
