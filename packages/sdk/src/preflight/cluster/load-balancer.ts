import type { KubeObject } from '../../kube/index.ts';
import type { Distribution } from './distribution.ts';
import type { Fact } from './fact.ts';

/** What was found of things that give Services of type LoadBalancer an address. */
export interface LoadBalancerFact extends Fact {
  /** MetalLB runs, but has nothing to give. */
  readonly lacks?: 'address-pool' | 'advertisement';
  /** ServiceLB of k3s is at work, which answers every Service before any other implementation does. */
  readonly serviceLb: boolean;
}

export interface LoadBalancerSigns {
  readonly distribution: Distribution;
  /** Undefined where they may not be listed. */
  readonly daemonSets: readonly KubeObject[] | undefined;
  /** MetalLB's `IPAddressPool` objects; undefined where they may not be listed. */
  readonly pools: readonly KubeObject[] | undefined;
  /** MetalLB's `L2Advertisement` and `BGPAdvertisement` objects. */
  readonly advertisements: readonly KubeObject[] | undefined;
}

/** Tells whether anything gives out addresses: MetalLB by its objects, ServiceLB, kube-vip, or the cloud. */
export function loadBalancerFact(signs: LoadBalancerSigns): LoadBalancerFact {
  const runs = (name: RegExp) => signs.daemonSets?.some(({ metadata }) => name.test(metadata.name)) ?? false;
  const serviceLb = runs(/^svclb-/);
  // The chart calls it `metallb-speaker`, the manifests and the addon `speaker`.
  if (runs(/^(?:.*-)?speaker$/) || signs.pools?.length) return { ...metalLb(signs), serviceLb };
  if (serviceLb) return { state: 'yes', words: 'ServiceLB of k3s gives Services the addresses of nodes', serviceLb };
  if (runs(/^kube-vip/)) return { state: 'yes', words: 'kube-vip gives Services addresses', serviceLb };
  return { ...byDistribution(signs), serviceLb };
}

function metalLb({ pools, advertisements }: LoadBalancerSigns): Omit<LoadBalancerFact, 'serviceLb'> {
  if (!pools || !advertisements) return { state: 'unknown', words: 'MetalLB runs; its pools may not be listed' };
  if (pools.length === 0) return { state: 'no', words: 'MetalLB runs, but has no address pool', lacks: 'address-pool' };
  const names = pools.map(({ metadata }) => metadata.name).join(', ');
  if (advertisements.length === 0) {
    return { state: 'no', words: `MetalLB has the pool ${names}, but nothing announces it`, lacks: 'advertisement' };
  }
  return { state: 'yes', words: `MetalLB gives Services addresses of the pool ${names}` };
}

const BY_DISTRIBUTION: Readonly<Partial<Record<Distribution, Fact>>> = {
  eks: { state: 'yes', words: 'AWS gives Services load balancers' },
  gke: { state: 'yes', words: 'Google Cloud gives Services load balancers' },
  aks: { state: 'yes', words: 'Azure gives Services load balancers' },
  k3s: { state: 'unknown', words: 'k3s has ServiceLB unless it was started with --disable=servicelb' },
  kind: { state: 'unknown', words: 'In kind a program outside the cluster, cloud-provider-kind, gives addresses' },
  minikube: { state: 'unknown', words: 'In minikube a program outside the cluster, minikube tunnel, gives addresses' },
};

function byDistribution({ distribution, daemonSets }: LoadBalancerSigns): Fact {
  const usual = BY_DISTRIBUTION[distribution];
  if (usual) return usual;
  if (daemonSets === undefined) {
    return {
      state: 'unknown',
      words: 'Whether anything gives Services addresses is unknown: DaemonSets may not be listed',
    };
  }
  return { state: 'no', words: 'Nothing was found that gives Services of type LoadBalancer an address' };
}
