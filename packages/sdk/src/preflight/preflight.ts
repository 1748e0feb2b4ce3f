import type { PlatformConfig } from '../config/index.ts';
import type { WantedResource } from '../engine/index.ts';
import { NaasError } from '../errors.ts';
import type { Helm } from '../helm/index.ts';
import type { Kube } from '../kube/index.ts';
import { admissionCheck } from './checks/admission-check.ts';
import { chartCheck } from './checks/chart-check.ts';
import type { Check, CheckContext } from './checks/check.ts';
import { clusterCheck } from './checks/cluster-check.ts';
import { helmCheck } from './checks/helm-check.ts';
import { imageCheck } from './checks/image-check.ts';
import { kubernetesCheck } from './checks/kubernetes-check.ts';
import { loadBalancerCheck } from './checks/load-balancer-check.ts';
import { nodesCheck } from './checks/nodes-check.ts';
import { platformCheck } from './checks/platform-check.ts';
import { rightsCheck } from './checks/rights-check.ts';
import { shareCheck } from './checks/share-check.ts';
import { storageCheck } from './checks/storage-check.ts';
import { readClusterFacts } from './cluster/cluster-facts.ts';
import type { Finding, FindingCode, PreflightReport } from './finding.ts';
import { renderReleases } from './render-releases.ts';

export interface PreflightOptions {
  readonly config: PlatformConfig;
  /** What the components want. */
  readonly wanted: readonly WantedResource[];
  /** Found on first use, and asked to render charts only. */
  readonly helm: () => Promise<Helm>;
  /** Throws `PLAN_BLOCKED` when the cluster has a platform of another name. @default nobody looks */
  readonly refuseOtherPlatform?: () => Promise<void>;
  /** Whether shares are checked now, by a short-lived pod on each node. @default false */
  readonly share?: boolean;
  readonly signal: AbortSignal;
}

/** What is looked at, in the order it is told. */
const CHECKS: readonly { readonly code: FindingCode; readonly check: Check }[] = [
  { code: 'kubernetes', check: kubernetesCheck },
  { code: 'nodes', check: nodesCheck },
  { code: 'platform', check: platformCheck },
  { code: 'helm', check: helmCheck },
  { code: 'chart', check: chartCheck },
  { code: 'rights', check: rightsCheck },
  { code: 'authorization', check: clusterCheck },
  { code: 'storage-class', check: storageCheck },
  { code: 'load-balancer', check: loadBalancerCheck },
  { code: 'admission', check: admissionCheck },
  { code: 'image', check: imageCheck },
  { code: 'share', check: shareCheck },
];

/**
 * Looks for all that would make a deploy fail or come out otherwise than people expect, and tells it at once. Sends
 * nothing that persists: reads, access reviews and dry runs; only `share` runs pods, and removes them.
 *
 * @throws NaasError when the API server cannot be reached. What else cannot be learned is a finding `unknown`.
 */
export async function preflight(kube: Kube, options: PreflightOptions): Promise<PreflightReport> {
  const { config, wanted, helm, signal, share = false, refuseOtherPlatform = async () => {} } = options;
  const cluster = await readClusterFacts(kube, { signal });
  const renderings = await renderReleases(wanted, { helm, kubeVersion: cluster.version, signal });
  const context = { kube, config, wanted, renderings, cluster, helm, refuseOtherPlatform, share, signal };
  const findings = await Promise.all(CHECKS.map((each) => findingsOf(each, context)));
  return { platform: config.metadata.name, cluster, findings: findings.flat() };
}

async function findingsOf(
  { code, check }: { readonly code: FindingCode; readonly check: Check },
  context: CheckContext,
): Promise<readonly Finding[]> {
  try {
    return await check(context);
  } catch (error) {
    context.signal.throwIfAborted();
    if (!NaasError.is(error) || error.code === 'KUBE_UNREACHABLE') throw error;
    return [
      { code, level: 'unknown', words: error.message, ...(error.hint === undefined ? {} : { hint: error.hint }) },
    ];
  }
}
