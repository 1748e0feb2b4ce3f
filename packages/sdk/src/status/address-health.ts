import type { Health, ServiceRow } from './platform-status.ts';
import { PENDING } from './rows.ts';

/** Says of a load balancer that runs whether it does what it is there for: which Service it gave which address. */
export function addressHealth(loadBalancer: Health, services: readonly ServiceRow[]): Health {
  if (loadBalancer.state !== 'well') return loadBalancer;
  const asking = services.filter(({ type }) => type === 'LoadBalancer');
  const troubled = asking.find(({ trouble }) => trouble !== undefined);
  if (troubled) {
    const { name, externalIp, trouble } = troubled;
    const what = externalIp === PENDING ? 'has no address' : `has ${externalIp}, but nobody answers there`;
    return { ...loadBalancer, state: 'unwell', words: `the load balancer runs, and ${name} ${what}: ${trouble}` };
  }
  if (asking.length === 0) return { ...loadBalancer, words: 'the load balancer runs; no Service asks for an address' };
  const given = asking.map(({ name, externalIp }) => `${name} ${externalIp}`).join(', ');
  return { ...loadBalancer, words: `the load balancer gave ${given}` };
}
