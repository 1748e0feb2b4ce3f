import type { PlatformConfig } from '../../config/index.ts';
import type { ReadyCheck } from '../../engine/index.ts';
import { getObject } from '../../kube/index.ts';
import { addressesOf, whyNoAddress } from '../load-balancer/service-address.ts';
import { names } from '../names.ts';

/**
 * Holds when the hub has an address, where the file asks for one and for what gives it. Elsewhere one may come later, or
 * never: the hub is reached in other ways until then.
 */
export function hubAddressed({ hub, loadBalancer }: PlatformConfig): ReadyCheck[] {
  if (hub.service.type !== 'LoadBalancer' || loadBalancer === 'none') return [];
  const subject = { kind: 'Service', namespace: hub.namespace, name: names.hub.publicService };
  return [
    {
      subject,
      judge: async ({ kube, signal }) => {
        const service = await getObject(kube, { apiVersion: 'v1', ...subject }, { signal });
        if (!service) return { state: 'waiting', reason: `the Service ${subject.name} is not there yet` };
        if (addressesOf(service).length > 0) return { state: 'ready' };
        const cause = await whyNoAddress(kube, service, { signal });
        const reason = `it has no address: ${cause.reason}`;
        return cause.fatal ? { state: 'failed', reason, hint: MORE_ADDRESSES } : { state: 'waiting', reason };
      },
    },
  ];
}

const MORE_ADDRESSES =
  'Who has the addresses: kubectl get services -A. Add more to spec.loadBalancer.addresses, or make a Service give its own back. Deploy again.';
