import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { NaasError } from '../../packages/sdk/src/errors.ts';
import { findHelm, renderChart, type ChartSource } from '../../packages/sdk/src/helm/index.ts';
import { helms } from './helm-echo.ts';

const path = join(import.meta.dirname, '../charts/one-config-map');
const ref = { name: 'r', namespace: 'lab' };

describe.each(helms)('with $name', ({ name, path: binary }) => {
  const helm = findHelm({ binary, environment: process.env });
  afterAll(async () => (await helm).close());

  async function refusal(chart: ChartSource, values: Record<string, unknown> = {}): Promise<NaasError> {
    const error: unknown = await renderChart(await helm, { ...ref, chart, values }).catch((thrown: unknown) => thrown);
    if (!NaasError.is(error)) throw new Error(`no NaasError but ${String(error)}`);
    return error;
  }

  it('is told apart by its version', async () => {
    expect((await helm).major).toBe(name === 'helm3' ? 3 : 4);
    expect((await helm).version).toMatch(/^[34]\.\d+\.\d+$/);
  });

  it('renders a chart to its objects, with its hooks only when they are asked for', async () => {
    const values = { greeting: 'good-day', hold: 5 };
    const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'r' } };
    expect(await renderChart(await helm, { ...ref, chart: { path }, values })).toEqual([
      { ...configMap, data: { greeting: 'good-day', size: 'small' } },
    ]);
    const all = await renderChart(await helm, { ...ref, chart: { path }, values, hooks: true });
    expect(all).toMatchObject([configMap, { kind: 'Pod', metadata: { name: 'r-hold' } }]);
  });

  it('names every key the schema refuses', async () => {
    const error = await refusal({ path }, { greting: 'x', hold: -1, nested: { siez: 'small', size: 'wide' } });
    expect(error.code).toBe('HELM_VALUES_INVALID');
    expect(error.message).toContain('values.greting: unknown key');
    expect(error.message).toContain('values.nested.siez: unknown key');
    expect(error.message).toMatch(/values\.nested\.size: .*"?'?small/);
    expect(error.message).toMatch(/values\.hold: .*0/);
    expect(error.message).toContain('release lab/r');
  });

  it('never repeats a refused value', async () => {
    const error = await refusal({ path }, { greeting: 'S3cret-Password' });
    expect(error.code).toBe('HELM_VALUES_INVALID');
    expect(error.message).toContain('values.greeting');
    expect(JSON.stringify([error.message, error.hint, String(error.cause)])).not.toContain('S3cret');
  });

  it('gives the reason of a chart that refuses values while it renders', async () => {
    const error = await refusal({ path }, { greeting: 'refuse' });
    expect(error.code).toBe('HELM_VALUES_INVALID');
    expect(error.message).toContain('nobody greets like that');
  });

  it('says that there is nothing at a path', async () => {
    const error = await refusal({ path: './no-such-chart' });
    expect(error).toMatchObject({ code: 'HELM_CHART_NOT_FOUND' });
    expect(error.message).toContain('no-such-chart');
  });

  it('says that a folder holds no chart', async () => {
    const error = await refusal({ path: import.meta.dirname });
    expect(error).toMatchObject({ code: 'HELM_CHART_NOT_FOUND' });
    expect(error.message).toContain('neither a folder with a Chart.yaml nor a packed chart');
  });

  it('says that a file is no chart', async () => {
    expect(await refusal({ path: import.meta.filename })).toMatchObject({ code: 'HELM_CHART_NOT_FOUND' });
  });

  it('says that a repository cannot be reached', async () => {
    const error = await refusal({ name: 'jupyterhub', repository: 'http://127.0.0.1:9/charts', version: '4.4.0' });
    expect(error).toMatchObject({ code: 'HELM_CHART_NOT_FOUND', retryable: true });
    expect(error.message).toContain('http://127.0.0.1:9/charts');
  });

  it('takes a pinned version from a repository, and says when there is no such version or chart', async () => {
    await using repository = await serveChart(binary);
    const pinned = { name: 'one-config-map', repository: repository.url, version: '1.2.3' };
    expect(await renderChart(await helm, { ...ref, chart: pinned, values: {} })).toHaveLength(1);
    const noVersion = await refusal({ ...pinned, version: '9.9.9' });
    expect(noVersion.code).toBe('HELM_CHART_NOT_FOUND');
    expect(noVersion.message).toMatch(/There is no chart one-config-map 9\.9\.9 in http/);
    const noChart = await refusal({ ...pinned, name: 'nothing' });
    expect(noChart.code).toBe('HELM_CHART_NOT_FOUND');
    expect(noChart.message).toMatch(/There is no chart nothing/);
  });

  it('says which Kubernetes a chart needs', async () => {
    const chart = { path: join(import.meta.dirname, '../charts/jupyterhub') };
    const error: unknown = await renderChart(await helm, { ...ref, chart, values: {}, kubeVersion: '1.20.0' }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ code: 'HELM_FAILED' });
    expect(String(error)).toMatch(/needs Kubernetes >=1\.28.*v1\.20\.0/);
  });
});

/** A chart repository with one chart in it, on this machine's loopback. */
async function serveChart(helm: string) {
  const directory = await mkdtemp(join(tmpdir(), 'naas-repository-'));
  await promisify(execFile)(helm, ['package', path, '--destination', directory]);
  await promisify(execFile)(helm, ['repo', 'index', directory]);
  const server = createServer((request, response) => {
    readFile(join(directory, request.url ?? '')).then(
      (content) => response.end(content),
      () => response.writeHead(404).end(),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await rm(directory, { recursive: true });
    },
  };
}
