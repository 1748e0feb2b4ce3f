import { NaasError } from '../../errors.ts';
import {
  type Kube,
  type KubeNode,
  type KubeObject,
  listNodes,
  listObjects,
  type ListOptions,
  type ResourceKind,
  serverVersion,
} from '../../kube/index.ts';
import { authorizationFact } from './authorization.ts';
import { type Distribution, distributionOf } from './distribution.ts';
import type { Fact } from './fact.ts';
import { type LoadBalancerFact, loadBalancerFact } from './load-balancer.ts';
import { networkPolicyFact } from './network-policies.ts';

export interface StorageClassFacts {
  readonly name: string;
  readonly isDefault: boolean;
  readonly provisioner: string;
}

/** What a cluster is and what it has, as far as a platform depends on it. What may not be read is absent or unknown. */
export interface ClusterFacts {
  readonly distribution: Distribution;
  /** Of the API server, as it writes it: `v1.34.4+k3s1`. */
  readonly version: string;
  readonly major: number;
  readonly minor: number;
  readonly nodes?: readonly KubeNode[];
  readonly storageClasses?: readonly StorageClassFacts[];
  readonly dns: Fact;
  readonly authorization: Fact;
  readonly loadBalancer: LoadBalancerFact;
  readonly networkPolicies: Fact;
}

interface ReadOptions {
  readonly signal: AbortSignal;
}

/**
 * Looks at a cluster, with a dozen requests that change nothing.
 *
 * @throws NaasError when the API server cannot be reached; a right that is missing is an unknown fact.
 */
export async function readClusterFacts(kube: Kube, options: ReadOptions): Promise<ClusterFacts> {
  const version = await serverVersion(kube, options);
  const [nodes, classes, daemonSets, dnsServices, metalLb, authorization] = await Promise.all([
    ifAllowed(listNodes(kube, options)),
    listed(kube, { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass' }, options),
    listed(kube, { apiVersion: 'apps/v1', kind: 'DaemonSet' }, options),
    listed(kube, { apiVersion: 'v1', kind: 'Service' }, { ...options, ...CLUSTER_DNS }),
    readMetalLb(kube, options),
    authorizationFact(kube, options),
  ]);
  const distribution = distributionOf(nodes ?? [], version.gitVersion);
  return {
    distribution,
    version: version.gitVersion,
    major: version.major,
    minor: version.minor,
    ...(nodes ? { nodes } : {}),
    ...(classes ? { storageClasses: classes.map(classFrom) } : {}),
    dns: dnsFact(dnsServices),
    authorization,
    loadBalancer: loadBalancerFact({ distribution, daemonSets, ...metalLb }),
    networkPolicies: networkPolicyFact(distribution, daemonSets),
  };
}

/** What every distribution calls its DNS, whatever the Service's name. */
const CLUSTER_DNS = { namespace: 'kube-system', labelSelector: 'k8s-app=kube-dns' };

function dnsFact(services: readonly KubeObject[] | undefined): Fact {
  if (!services)
    return { state: 'unknown', words: 'Whether the cluster has a DNS is unknown: it may not be looked for' };
  const [service] = services;
  if (service) return { state: 'yes', words: `The cluster's DNS is the Service ${service.metadata.name}` };
  return { state: 'no', words: 'No DNS of the cluster was found in kube-system' };
}

async function readMetalLb(kube: Kube, options: ReadOptions) {
  const list = (kind: string) => listed(kube, { apiVersion: 'metallb.io/v1beta1', kind }, options);
  const pools = await list('IPAddressPool');
  if (!pools?.length) return { pools, advertisements: [] };
  const [layer2, bgp] = await Promise.all([list('L2Advertisement'), list('BGPAdvertisement')]);
  return { pools, advertisements: layer2 && bgp && [...layer2, ...bgp] };
}

/** Lists what may be listed; a kind that nobody installed has no objects. */
async function listed(kube: Kube, kind: ResourceKind, options: ListOptions): Promise<KubeObject[] | undefined> {
  try {
    return await ifAllowed(listObjects(kube, kind, options));
  } catch (error) {
    if (NaasError.is(error) && error.code === 'KUBE_NOT_FOUND') return [];
    throw error;
  }
}

async function ifAllowed<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (NaasError.is(error) && error.code === 'KUBE_FORBIDDEN') return undefined;
    throw error;
  }
}

const BY_DEFAULT = 'storageclass.kubernetes.io/is-default-class';

function classFrom({ metadata, provisioner }: KubeObject): StorageClassFacts {
  const { name, annotations } = metadata;
  return { name, isDefault: annotations?.[BY_DEFAULT] === 'true', provisioner: provisioner as string };
}
