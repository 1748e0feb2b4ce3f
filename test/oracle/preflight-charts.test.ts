import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findHelm } from '../../packages/sdk/src/helm/index.ts';
import { renderReleases } from '../../packages/sdk/src/preflight/render-releases.ts';
import { helms } from './helm-echo.ts';

const path = join(import.meta.dirname, '../charts/jupyterhub');
const hub = {
  driver: 'release',
  name: 'jhub',
  namespace: 'lab',
  chart: { path },
  description: 'hub',
  values: { proxy: { secretToken: 'x'.repeat(64) } },
} as const;
const { signal } = new AbortController();

describe.each(helms)('what preflight asks $name about a chart', ({ path: binary }) => {
  const helm = findHelm({ binary, environment: process.env });
  afterAll(async () => (await helm).close());

  const rendered = async (kubeVersion: string, release = hub) =>
    (await renderReleases([{ component: 'hub', resource: release }], { helm: () => helm, kubeVersion, signal }))[0];

  it.each(['v1.34.4', 'v1.33.5+k3s1', 'v1.33.5-eks-113cf36', 'v1.33.5-gke.1080000'])(
    'is answered for Kubernetes %s with objects that say where they will be',
    async (version) => {
      const { objects = [], error } = (await rendered(version)) ?? {};
      expect(error).toBeUndefined();
      expect(objects.map(({ kind }) => kind)).toContain('RoleBinding');
      expect(new Set(objects.map(({ metadata }) => metadata.namespace))).toEqual(new Set(['lab']));
    },
  );

  it('is refused for a Kubernetes that the chart is too new for, in words', async () => {
    expect((await rendered('v1.27.16'))?.error?.message).toMatch(
      /needs Kubernetes >=1\.28\.0-0; the cluster is v1\.27/,
    );
  });

  it('is an answer as well when there is no such chart', async () => {
    const nowhere = { ...hub, chart: { path: '/no/such/chart' } };
    expect(await rendered('v1.34.4', nowhere)).toMatchObject({ objects: [], error: { code: 'HELM_CHART_NOT_FOUND' } });
  });
});
