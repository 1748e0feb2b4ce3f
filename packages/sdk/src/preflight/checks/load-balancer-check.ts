import { type KubeObject, refOf } from '../../kube/index.ts';
import { adviceOn } from '../cluster/advice.ts';
import type { ClusterFacts } from '../cluster/cluster-facts.ts';
import type { Finding } from '../finding.ts';
import { type Check, wantedObjects } from './check.ts';

/** Finds Services that would wait for an address for ever, and two things that would give them one. */
export const loadBalancerCheck: Check = (context) => {
  const objects = wantedObjects(context);
  const services = objects.filter(({ kind, spec }) => kind === 'Service' && isLoadBalancer(spec));
  const brought = objects.some(({ kind }) => kind === 'IPAddressPool');
  return [
    ...services.map((service) => judge(service, context.cluster, brought)),
    ...(brought ? twoOfThem(context.cluster) : []),
  ];
};

function isLoadBalancer(spec: unknown): boolean {
  return (spec as { type?: string } | undefined)?.type === 'LoadBalancer';
}

function judge(service: KubeObject, { loadBalancer, distribution }: ClusterFacts, brought: boolean): Finding {
  const finding = { code: 'load-balancer' as const, subject: refOf(service) };
  const { name } = service.metadata;
  const { state, words, lacks = 'load-balancer' } = loadBalancer;
  if (brought) return { ...finding, level: 'ok', words: `${name} gets an address of the platform's own MetalLB` };
  if (state !== 'no') return { ...finding, level: state === 'yes' ? 'ok' : 'unknown', words: `${name}: ${words}` };
  return {
    ...finding,
    level: 'warning',
    words: `${name} will have no address from outside: ${words}`,
    hint: adviceOn(lacks, distribution),
  };
}

/** ServiceLB answers every Service before MetalLB can; without a Service it leaves no trace. */
function twoOfThem({ loadBalancer, distribution }: ClusterFacts): Finding[] {
  const { serviceLb } = loadBalancer;
  if (!serviceLb && distribution !== 'k3s') return [];
  const here = serviceLb ? 'ServiceLB of k3s is at work' : 'k3s brings ServiceLB unless it was switched off';
  return [
    {
      code: 'load-balancer',
      level: serviceLb ? 'warning' : 'unknown',
      words: `${here}: it and MetalLB would both answer for a Service`,
      hint: adviceOn('two-load-balancers', distribution),
    },
  ];
}
