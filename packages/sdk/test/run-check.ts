import { components } from '../src/components/index.ts';
import { wantedResources } from '../src/engine/index.ts';
import { Helm } from '../src/helm/index.ts';
import type { KubeObject } from '../src/kube/index.ts';
import type { Check, CheckContext } from '../src/preflight/checks/check.ts';
import { type ClusterFacts, readClusterFacts } from '../src/preflight/cluster/cluster-facts.ts';
import type { Finding } from '../src/preflight/finding.ts';
import type { Rendering } from '../src/preflight/render-releases.ts';
import { type ClusterServerOptions, recordedCluster, startClusterServer } from './cluster-server.ts';
import { componentContext } from './component-context.ts';
import { platformConfig } from './platform-config.ts';

/** What a check looks at, where it is not a small platform on a cluster that lacks nothing. */
export interface RunCheckOptions extends Partial<Omit<CheckContext, 'cluster' | 'kube'>> {
  readonly cluster?: Partial<ClusterFacts>;
  /** What is in the cluster, and how it answers. */
  readonly server?: Partial<ClusterServerOptions>;
}

/** Runs a check and gives what it found. */
export async function runCheck(check: Check, options: RunCheckOptions = {}): Promise<readonly Finding[]> {
  const { cluster, server, config = platformConfig(), ...different } = options;
  await using api = await startClusterServer({ version: 'v1.34.4', objects: [], ...server });
  return await check({
    kube: api.kube,
    config,
    wanted: await wantedResources(components, { ...componentContext(), config }),
    renderings: [],
    cluster: { ...LACKING_NOTHING, ...cluster },
    helm: () => Promise.reject(new Error('nobody asks for Helm here')),
    refuseOtherPlatform: async () => {},
    share: false,
    signal: new AbortController().signal,
    ...different,
  });
}

/** Findings as people read them. */
export function told(findings: readonly Finding[]): string[] {
  return findings.map(({ level, words }) => `${level}: ${words}`);
}

/** The facts of a cluster of the fixtures. */
export async function factsOf(name: string): Promise<ClusterFacts> {
  await using api = await startClusterServer(await recordedCluster(name));
  return await readClusterFacts(api.kube, { signal: new AbortController().signal });
}

const LACKING_NOTHING: ClusterFacts = {
  distribution: 'unknown',
  version: 'v1.34.4',
  major: 1,
  minor: 34,
  nodes: [],
  storageClasses: [
    { name: 'fast', isDefault: true, provisioner: 'example.com/disk' },
    { name: 'slow', isDefault: false, provisioner: 'example.com/disk' },
  ],
  dns: { state: 'yes', words: 'There is a DNS' },
  authorization: { state: 'yes', words: 'Rights are checked' },
  loadBalancer: { state: 'yes', words: 'Something gives Services addresses', serviceLb: false },
  networkPolicies: { state: 'yes', words: 'Something enforces NetworkPolicies' },
};

/** The hub's release, with these objects in its chart. */
export function hubRendering(...objects: readonly KubeObject[]): Rendering {
  const release = {
    name: 'jhub',
    namespace: 'jupyterhub',
    chart: { path: 'charts/hub' },
    values: {},
    description: 'hub',
  };
  return { release: { driver: 'release', ...release }, objects };
}

/** A Helm that only says its version. */
export function helmOfVersion(version: string): () => Promise<Helm> {
  const process = { command: ['helm'], environment: {}, graceMs: 0 };
  return async () => new Helm({ version, major: 4, process, clusterFlags: [], directory: '/nowhere' });
}
