import { adviceOn } from '../cluster/advice.ts';
import type { Finding } from '../finding.ts';
import { type Check, wantedObjects } from './check.ts';

/** Finds Services that would wait for an address for ever, and two things that would give them one. */
export const loadBalancerCheck: Check = (context) => {
  const { loadBalancer, distribution } = context.cluster;
  const objects = wantedObjects(context);
  const waiting = objects.filter(({ kind, spec }) => kind === 'Service' && isLoadBalancer(spec));
  const brought = objects.some(({ kind }) => kind === 'IPAddressPool');
  if (waiting.length === 0 && !brought) return [];
  const two = brought && (loadBalancer.serviceLb || distribution === 'k3s');
  return [
    ...waiting.map(({ kind, metadata: { name, namespace = '' } }): Finding => {
      const finding = { code: 'load-balancer' as const, subject: { kind, name, namespace } };
      if (brought)
        return {
          ...finding,
          level: 'ok',
          words: `${name} gets an address of the MetalLB that comes with the platform`,
        };
      if (loadBalancer.state === 'no') {
        const lack = loadBalancer.lacks ?? 'load-balancer';
        const words = `${name} will have no address from outside: ${loadBalancer.words}`;
        return { ...finding, level: 'warning', words, hint: adviceOn(lack, distribution) };
      }
      return {
        ...finding,
        level: loadBalancer.state === 'yes' ? 'ok' : 'unknown',
        words: `${name}: ${loadBalancer.words}`,
      };
    }),
    ...(two ? [twoOfThem(loadBalancer.serviceLb)] : []),
  ];

  function twoOfThem(seen: boolean): Finding {
    const words = seen
      ? 'ServiceLB of k3s is at work: it and MetalLB would both answer for a Service'
      : 'k3s brings ServiceLB unless it was switched off: it and MetalLB would both answer for a Service';
    return {
      code: 'load-balancer',
      level: seen ? 'warning' : 'unknown',
      words,
      hint: adviceOn('two-load-balancers', distribution),
    };
  }
};

function isLoadBalancer(spec: unknown): boolean {
  return (spec as { type?: string } | undefined)?.type === 'LoadBalancer';
}
