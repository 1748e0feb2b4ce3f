import { cp, mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chartArguments, chartDigest } from './chart.ts';

let directory: string;
let path: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'naas-chart-test-'));
  path = join(directory, 'chart');
  await mkdir(join(path, 'templates'), { recursive: true });
  await writeFile(join(path, 'Chart.yaml'), 'name: x\n');
  await writeFile(join(path, 'templates/a.yaml'), 'a: 1\n');
});

afterEach(() => rm(directory, { recursive: true }));

describe('chartDigest', () => {
  it('is the same for a copy of a folder, wherever it lies', async () => {
    const copy = join(directory, 'else/where');
    await cp(path, copy, { recursive: true });
    expect(await chartDigest({ path: copy })).toBe(await chartDigest({ path }));
    expect(await chartDigest({ path })).toMatch(/^[0-9a-f]{64}$/);
  });

  it('changes with the content, the name and the number of files', async () => {
    const digests = [await chartDigest({ path })];
    await writeFile(join(path, 'templates/a.yaml'), 'a: 2\n');
    digests.push(await chartDigest({ path }));
    await rename(join(path, 'templates/a.yaml'), join(path, 'templates/b.yaml'));
    digests.push(await chartDigest({ path }));
    await writeFile(join(path, 'values.yaml'), '');
    digests.push(await chartDigest({ path }));
    expect(new Set(digests).size).toBe(4);
  });

  it('follows links, as Helm does', async () => {
    const before = await chartDigest({ path });
    await mkdir(join(directory, 'shared'));
    await writeFile(join(directory, 'shared/b.yaml'), 'b: 1\n');
    await symlink(join(directory, 'shared'), join(path, 'templates/shared'));
    const linked = await chartDigest({ path });
    await writeFile(join(directory, 'shared/b.yaml'), 'b: 2\n');
    expect(new Set([before, linked, await chartDigest({ path })]).size).toBe(3);
  });

  it('is that of the bytes for a packed chart', async () => {
    await writeFile(join(directory, 'x.tgz'), 'abc');
    expect(await chartDigest({ path: join(directory, 'x.tgz') })).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });

  it('tells versions in a repository apart', async () => {
    const chart = { name: 'jupyterhub', repository: 'https://hub.jupyter.org/helm-chart/', version: '4.4.0' };
    expect(await chartDigest(chart)).toBe(await chartDigest({ ...chart }));
    expect(await chartDigest(chart)).not.toBe(await chartDigest({ ...chart, version: '4.4.1' }));
  });

  it.each(['nowhere', '.'])('says that there is no chart at %s', async (name) => {
    await expect(chartDigest({ path: join(directory, name) })).rejects.toMatchObject({
      code: 'HELM_CHART_NOT_FOUND',
      message: expect.stringContaining(directory),
    });
  });
});

describe('chartArguments', () => {
  it('makes a path absolute, so that Helm does not take its first part for a repository', () => {
    expect(chartArguments({ path: 'charts/jupyterhub' })).toEqual([join(process.cwd(), 'charts/jupyterhub')]);
  });

  it('joins a registry and a name', () => {
    const chart = { name: 'hub', repository: 'oci://registry.lab/charts/', version: '1.0.0' };
    expect(chartArguments(chart)).toEqual(['oci://registry.lab/charts/hub', '--version', '1.0.0']);
  });
});
