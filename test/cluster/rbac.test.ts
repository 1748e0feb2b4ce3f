import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { components } from '../../packages/sdk/src/components/index.ts';
import { parseConfig, type PlatformConfig } from '../../packages/sdk/src/config/index.ts';
import { completeCredentials, type WantedResource, wantedResources } from '../../packages/sdk/src/engine/index.ts';
import { findHelm, type Helm, uninstallRelease, upgradeInstall } from '../../packages/sdk/src/helm/index.ts';
import {
  applyObject,
  connectKube,
  deleteObject,
  getObject,
  type Kube,
  type KubeObject,
  refOf,
  runPod,
} from '../../packages/sdk/src/kube/index.ts';
import { preflight } from '../../packages/sdk/src/preflight/preflight.ts';
import { renderReleases } from '../../packages/sdk/src/preflight/render-releases.ts';
import { deployerRights } from '../../packages/sdk/src/preflight/rights/deployer-rights.ts';
import { missingRights } from '../../packages/sdk/src/preflight/rights/missing-rights.ts';
import { rbacObjects } from '../../packages/sdk/src/preflight/rights/rbac-objects.ts';
import type { Right } from '../../packages/sdk/src/preflight/rights/right.ts';
import { formatYaml, parseYaml } from '../../packages/sdk/src/yaml/index.ts';
import { readBench } from './support/bench.ts';
import type { Document } from './support/platform.ts';
import { run } from './support/run.ts';

const bench = await readBench();
const EXAMPLE = new URL('../../docs/examples/cluster.naas.yaml', import.meta.url);
const NAME = `rbac-test-${Math.random().toString(36).slice(2, 8)}`;
/** The platform's own namespace has one name: what goes there is tried in this one. */
const SYSTEM = `${NAME}-system`;
const ACCOUNT = { name: 'deployer', namespace: NAME };
const { signal } = new AbortController();

let admin: Kube;
let deployer: Kube;
let helm: Helm;
let directory: string;
let config: PlatformConfig;
let wanted: readonly WantedResource[] = [];
let rights: readonly Right[];
let roles: readonly KubeObject[] = [];

beforeAll(async () => {
  admin = await connectKube({ kubeconfig: bench.kubeconfig });
  directory = await mkdtemp(join(tmpdir(), 'naas-rbac-'));
  config = await configOfThisRun();
  const all = await wantedResources(components, {
    config,
    credentials: completeCredentials({}),
    helm: () => Promise.reject(new Error('the chart of the gateway is not asked for here')),
    guardBundle: async () => '// the guard',
    signal: new AbortController().signal,
  });
  wanted = all.map((one) => ({ ...one, resource: resourceOfThisRun(one.resource) }));
  await applyObject(admin, space(NAME));
  await applyObject(admin, { apiVersion: 'v1', kind: 'ServiceAccount', metadata: ACCOUNT });
  const kubeconfig = await kubeconfigOfAccount();
  deployer = await connectKube({ kubeconfig });
  helm = await findHelm({ binary: bench.helm.helm4, kubeconfig, environment: process.env });
  const renderings = await renderReleases(wanted, { helm: async () => helm, signal });
  rights = deployerRights({ config, wanted, renderings }).map(rightOfThisRun);
  roles = rbacObjects(rights, { name: NAME, subject: { kind: 'ServiceAccount', ...ACCOUNT } });
  for (const object of roles) await applyObject(admin, object);
});

afterAll(async () => {
  const manifests = wanted.flatMap(({ resource }) => (resource.driver === 'manifest' ? [resource.object] : []));
  const clusterWide = [...manifests, ...roles].filter(({ metadata }) => metadata.namespace === undefined);
  const inOthers = roles.filter(({ metadata }) => metadata.namespace === 'kube-system');
  for (const object of [...clusterWide, ...inOthers, space(NAME)]) await deleteObject(admin, refOf(object));
  await Promise.all([admin.close(), deployer.close(), helm.close(), rm(directory, { recursive: true })]);
});

/** The example, in namespaces of this run alone. */
async function configOfThisRun(): Promise<PlatformConfig> {
  const document = parseYaml(await readFile(EXAMPLE, 'utf8')) as Document;
  document.metadata.name = NAME;
  document.spec.storage.homes.nfs = bench.nfs;
  document.spec.gateway.namespace = `${NAME}-gateway`;
  document.spec.hub.namespace = `${NAME}-hub`;
  document.spec.kernels.namespace = `${NAME}-kernels`;
  document.spec.hub.release = NAME;
  document.spec.hub.chart = { path: bench.charts.official ?? bench.charts.small };
  // The official chart's own scheduler brings cluster-wide roles.
  document.spec.hub.values.scheduling.userScheduler.enabled = bench.charts.official !== undefined;
  return parseConfig(formatYaml(document));
}

function resourceOfThisRun(resource: WantedResource['resource']): WantedResource['resource'] {
  if (resource.driver === 'manifest') return { ...resource, object: objectOfThisRun(resource.object) };
  return resource.driver === 'probe' ? { ...resource, pod: objectOfThisRun(resource.pod) } : resource;
}

function objectOfThisRun(object: KubeObject): KubeObject {
  const { kind, metadata } = object;
  const inCluster = /^PersistentVolume$|^ValidatingAdmissionPolicy/.test(kind);
  const name = inCluster ? `${NAME}-${metadata.name}` : metadata.name.replace(/^naas-system$/, SYSTEM);
  const namespace = metadata.namespace?.replace(/^naas-system$/, SYSTEM);
  return { ...object, metadata: { ...metadata, name, ...(namespace === undefined ? {} : { namespace }) } };
}

function rightOfThisRun(right: Right): Right {
  return right.namespace === 'naas-system' ? { ...right, namespace: SYSTEM } : right;
}

function space(name: string): KubeObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
}

/** A kubeconfig that is the account's, and nobody else's. */
async function kubeconfigOfAccount(): Promise<string> {
  const token = await run(bench.kubectl, ['create', 'token', ACCOUNT.name, '-n', NAME, '--duration=1h'], {
    env: { KUBECONFIG: bench.kubeconfig },
  });
  const own = parseYaml(await readFile(bench.kubeconfig, 'utf8')) as Document;
  own.users = own.users.map(({ name }: Document) => ({ name, user: { token: token.stdout.trim() } }));
  const path = join(directory, 'kubeconfig');
  await writeFile(path, formatYaml(own), { mode: 0o600 });
  return path;
}

describe('a service account that is bound to the printed roles', () => {
  test('lacks no right', async () => {
    expect(await missingRights(deployer, rights, { signal })).toEqual([]);
  });

  test('may not read a Secret of anybody else', async () => {
    const secrets = { apiVersion: 'v1', kind: 'Secret', name: 'any', namespace: 'kube-system' };
    await expect(getObject(deployer, secrets)).rejects.toMatchObject({ code: 'KUBE_FORBIDDEN' });
  });

  test('makes every object of the platform, after a dry run of it', async () => {
    for (const { resource } of wanted) {
      if (resource.driver !== 'manifest') continue;
      const { kind } = resource.object;
      expect(await applyObject(deployer, resource.object, { dryRun: true })).toMatchObject({ kind });
      expect(await applyObject(deployer, resource.object)).toMatchObject({ kind });
    }
  });

  test('runs the check of the share', async () => {
    for (const { resource } of wanted) {
      if (resource.driver !== 'probe') continue;
      expect(await runPod(deployer, resource.pod, { deadlineMs: 60_000, signal })).toMatchObject({ succeeded: true });
    }
  });

  test.each(['helm3', 'helm4'] as const)('installs, upgrades and removes the release with %s', async (binary) => {
    const options = { binary: bench.helm[binary], kubeconfig: join(directory, 'kubeconfig'), environment: process.env };
    await using own = await findHelm(options);
    for (const { resource } of wanted) {
      if (resource.driver !== 'release') continue;
      await upgradeInstall(own, resource, { signal });
      await upgradeInstall(own, { ...resource, description: 'again' }, { signal });
      expect(await uninstallRelease(own, resource, { signal })).toBe(true);
    }
  });
});

test('with one rule taken away preflight names exactly that', async () => {
  const namespace = config.gateway.namespace;
  const role = roles.find((object) => object.kind === 'Role' && object.metadata.namespace === namespace)!;
  const rules = role['rules'] as { resources: string[] }[];
  const without = rules.map((rule) => ({
    ...rule,
    resources: rule.resources.filter((one) => one !== 'networkpolicies'),
  }));
  await applyObject(admin, { ...role, rules: without.filter(({ resources }) => resources.length > 0) });
  // The authorizer hears of the change a moment later.
  await expect
    .poll(async () => (await missingRights(deployer, rights, { signal })).length, { timeout: 10_000 })
    .toBeGreaterThan(0);
  const { findings } = await preflight(deployer, { config, wanted, helm: async () => helm, signal });
  const stops = findings.filter(({ level, subject }) => level === 'stop' && subject === undefined);
  expect(stops.map(({ words }) => words).filter((words) => !words.includes('naas-system'))).toEqual([
    `system:serviceaccount:${NAME}:deployer may not get, list, watch, create, patch, delete networkpolicies.networking.k8s.io in ${namespace}, for NetworkPolicy enterprise-gateway`,
  ]);
});
