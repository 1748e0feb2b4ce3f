import { copyFile, readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Outcome, runInFolder } from '../examples/run-in-folder.ts';
import { readBench } from './support/bench.ts';
import { type PackedProject, packedProject } from './support/packed.ts';
import { platformUnderTest } from './support/platform.ts';

const bench = await readBench();
const env = { KUBECONFIG: bench.kubeconfig };
let project: PackedProject;

beforeAll(async () => {
  project = await packedProject(['deploy', 'kernelspecs', 'people']);
  const platform = await platformUnderTest(bench);
  await platform.empty();
  const { exitCode, stderr } = await platform.naas('deploy', '--yes', '--no-verify');
  if (exitCode !== 0) throw new Error(stderr);
  await copyFile(platform.file, join(project.folder, 'naas.yaml'));
}, 300_000);

afterAll(() => project?.[Symbol.asyncDispose]());

function lines({ stdout, stderr, exitCode }: Outcome): string[] {
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
  return stdout.split('\n').filter(Boolean);
}

describe.each(['@naas/sdk', '@naas/user-session'])('the archive of %s', (name) => {
  const files = async () => {
    const root = join(project.folder, 'node_modules', name);
    const entries = await readdir(root, { recursive: true, withFileTypes: true });
    const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    return { root, paths: paths.filter((path) => !path.startsWith(join(root, 'node_modules/'))) };
  };

  test('has a licence, a README, types, and no tests', async () => {
    const { root, paths } = await files();
    const relative = paths.map((path) => path.slice(root.length + 1));
    expect(relative).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'dist/index.js', 'dist/index.d.ts']));
    expect(relative.filter((path) => /\.test\.|tsbuildinfo|__pycache__/.test(path))).toEqual([]);
  });

  test('has every source that its source maps point to', async () => {
    const { root, paths } = await files();
    const maps = paths.filter((path) => path.endsWith('.map'));
    expect(maps.length).toBeGreaterThan(10);
    const missing: string[] = [];
    for (const map of maps) {
      const { sources } = JSON.parse(await readFile(map, 'utf8')) as { sources: string[] };
      for (const source of sources.map((path) => resolve(dirname(map), path))) {
        if (!source.startsWith(`${root}/`) || !paths.includes(source)) missing.push(source);
      }
    }
    expect(missing, 'built from files that are gone? delete dist and build again').toEqual([]);
  });
});

describe('outside the workspace, with plain node', () => {
  test('the installed SDK is the one from the archive, once, and so is its kernelspec', async () => {
    const installed = join(project.folder, 'node_modules/@naas/sdk');
    expect((await stat(join(installed, 'kernelspecs/python_kubernetes/kernel.json'))).isFile()).toBe(true);
    await expect(stat(join(project.folder, 'node_modules/@naas/user-session/node_modules/@naas'))).rejects.toThrow(
      'ENOENT',
    );
    const script = `
      import { builtInKernelspec } from '@naas/sdk';
      console.log((await builtInKernelspec('python_kubernetes')).spec.display_name);`;
    expect(lines(await project.node(['--input-type=module', '--eval', script]))).toEqual(['Python on Kubernetes']);
  });

  test('a plan is made against the cluster, by TypeScript compiled and by the JavaScript of the README', async () => {
    const plan = lines(await project.node(['deploy.js'], env));
    for (const line of plan) expect(line).toMatch(/^(create|update|delete|blocked|warning:) /);
    expect(lines(await project.node(['from-readme.mjs'], env))).toEqual(
      plan.filter((line) => !line.startsWith('warning:')),
    );
  });

  test('an error of the cluster reaches the script with code and hint', async () => {
    const { stderr, exitCode } = await project.node(['deploy.js'], { KUBECONFIG: '/no/such/kubeconfig' });
    expect(stderr).toContain("code: 'CONFIG_INVALID'");
    expect(stderr).toContain('/no/such/kubeconfig');
    expect(exitCode).toBe(1);
  });

  test('a plan without changes is applied, and changes nothing', async () => {
    expect(lines(await project.node(['deploy.js'], env))).toEqual([]);
    const versions = () => {
      const jsonpath = '-o=jsonpath={.items[*].metadata.resourceVersion}';
      const args = ['get', 'configmaps,secrets,deployments.apps', '-A', jsonpath];
      return runInFolder(bench.kubectl, args, { folder: project.folder, env });
    };
    const before = (await versions()).stdout;
    const events = lines(await project.node(['deploy.js', '--apply'], env));
    expect(events.join(' ')).toMatch(/type: 'finished',\s+changed: 0/);
    expect((await versions()).stdout).toBe(before);
  });
});
