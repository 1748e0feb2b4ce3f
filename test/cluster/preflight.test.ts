import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseConfig } from '../../packages/sdk/src/config/index.ts';
import { connectKube, createObject, deleteObject, type Kube, listObjects } from '../../packages/sdk/src/kube/index.ts';
import type { Finding } from '../../packages/sdk/src/preflight/index.ts';
import { NotebookService } from '../../packages/sdk/src/service/index.ts';
import { formatYaml, parseYaml } from '../../packages/sdk/src/yaml/index.ts';
import { auditMark, persistingRequests } from './support/audit.ts';
import { readBench } from './support/bench.ts';
import type { Document } from './support/platform.ts';
import { run } from './support/run.ts';

const bench = await readBench();
const EXAMPLE = new URL('../../docs/examples/cluster.naas.yaml', import.meta.url);
const NAME = `preflight-${Math.random().toString(36).slice(2, 8)}`;
const HUB = `${NAME}-hub`;
const GATEWAY = `${NAME}-gateway`;
const KERNELS = `${NAME}-kernels`;

/** The example in namespaces of this run alone, with a change. */
async function found(change: (spec: Document) => void, options: { share?: boolean } = {}) {
  const document = parseYaml(await readFile(EXAMPLE, 'utf8')) as Document;
  const { spec } = document;
  spec.storage.homes.nfs = bench.nfs;
  spec.gateway.namespace = GATEWAY;
  spec.hub.namespace = HUB;
  spec.kernels.namespace = KERNELS;
  spec.hub.chart = { path: bench.charts.small };
  spec.helm = { binary: bench.helm.helm4 };
  change(spec);
  const config = parseConfig(formatYaml(document));
  await using service = await NotebookService.connect({ config, kube: { kubeconfig: bench.kubeconfig } });
  return await service.preflight(options);
}

const about = ({ findings }: { findings: readonly Finding[] }, code: string) =>
  findings.filter((finding) => finding.code === code).map(({ level, words }) => `${level}: ${words}`);

describe('a cluster that has what a platform needs', () => {
  test('is told as it is, and nothing stops a deploy', async () => {
    const start = performance.now();
    const report = await found(() => {});
    console.log(`looked at in ${Math.round(performance.now() - start)} ms`);
    expect(report.findings.filter(({ level, code }) => level === 'stop' && code !== 'platform')).toEqual([]);
    expect(report.cluster).toMatchObject({ major: 1, authorization: { state: 'yes' }, dns: { state: 'yes' } });
    expect(report.cluster.storageClasses).toContainEqual(
      expect.objectContaining({ name: 'hostpath', isDefault: true }),
    );
  });

  test.runIf(bench.auditLog !== undefined)('is sent nothing that persists', async () => {
    const mark = await auditMark(bench.auditLog!);
    await found(() => {});
    expect(await persistingRequests(bench.auditLog!, mark)).toEqual([]);
  });

  test('is told that a Service of type LoadBalancer has to wait for an address', async () => {
    const report = await found((spec) => (spec.hub.service.type = 'LoadBalancer'));
    expect(about(report, 'load-balancer')).toEqual([expect.stringMatching(/^(warning: proxy-public will have|ok:)/)]);
  });

  test('is told which chart and which class are not there, both at once', async () => {
    const report = await found((spec) => {
      spec.hub.chart = { path: '/no/such/chart' };
      spec.storage.kernelspecs.storageClassName = 'nowhere';
    });
    expect(about(report, 'chart')).toEqual(['stop: There is no Helm chart at /no/such/chart.']);
    expect(about(report, 'storage-class')[0]).toMatch(
      /^stop: The claim kernelspecs-pvc wants the storage class nowhere/,
    );
  });
});

describe('namespaces that were there before', () => {
  let kube: Kube;

  beforeAll(async () => {
    kube = await connectKube({ kubeconfig: bench.kubeconfig });
    const kubectl = (...args: string[]) => run(bench.kubectl, args, { env: { KUBECONFIG: bench.kubeconfig } });
    for (const name of [HUB, GATEWAY, KERNELS]) await kubectl('create', 'namespace', name);
    await kubectl('label', 'namespace', HUB, 'pod-security.kubernetes.io/enforce=restricted');
    const quota = { metadata: { name: 'small', namespace: KERNELS }, spec: { hard: { 'limits.memory': '256Mi' } } };
    await createObject(kube, { apiVersion: 'v1', kind: 'ResourceQuota', ...quota });
    const type = { type: 'Container', max: { memory: '64Mi' } };
    const range = { metadata: { name: 'tiny', namespace: GATEWAY }, spec: { limits: [type] } };
    await createObject(kube, { apiVersion: 'v1', kind: 'LimitRange', ...range });
  });

  afterAll(async () => {
    for (const name of [HUB, GATEWAY, KERNELS]) await deleteObject(kube, { apiVersion: 'v1', kind: 'Namespace', name });
    await kube.close();
  });

  test('are told where their level, their quota or their limits refuse a pod, in the words of the API server', async () => {
    const report = await found(() => {});
    expect(about(report, 'pod-security')).toEqual([
      `stop: ${HUB} is restricted, too strict for a person's server, and belongs to kubectl-label`,
    ]);
    expect(about(report, 'admission')).toContainEqual(
      expect.stringMatching(
        new RegExp(`^stop: ${GATEWAY} does not take Deployment enterprise-gateway: .*memory limit of 64Mi`),
      ),
    );
    expect(about(report, 'admission')).toContainEqual(
      expect.stringMatching(new RegExp(`^(stop|warning): ${KERNELS} does not take a kernel: exceeded quota: small`)),
    );
  });
});

describe('the share', () => {
  const leftovers = async () => {
    await using kube = await connectKube({ kubeconfig: bench.kubeconfig });
    const spaces = await listObjects(kube, { apiVersion: 'v1', kind: 'Namespace' });
    const ours = spaces.filter(({ metadata }) => metadata.name.startsWith('naas-preflight-'));
    return ours.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  };

  test('is mounted by every node when that is asked for, before anything is there', async () => {
    expect(about(await found(() => {}, { share: true }), 'share')).toEqual([
      expect.stringMatching(/^ok: Passed now: mounts .* on every node/),
    ]);
    expect(await leftovers()).toEqual([]);
  });

  test('that is not exported is named with each node that cannot mount it', async () => {
    const report = await found((spec) => (spec.storage.homes.nfs.path = '/nowhere'), { share: true });
    expect(about(report, 'share')).toEqual([
      expect.stringMatching(/^stop: On \S+: The NFS server \S+ has no directory \/nowhere, or does not export it/),
    ]);
    expect(await leftovers()).toEqual([]);
  });
});
