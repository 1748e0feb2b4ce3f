import { type Component, manifest, type ReadyCheck } from '../../engine/index.ts';
import { getObject, type KubeObject } from '../../kube/index.ts';
import { ownerLabels } from '../../resources/index.ts';
import { names } from '../names.ts';

const METALLB = 'metallb.io/v1beta1';

/** The addresses of the file, as MetalLB takes them: a pool, and that it is announced in the nodes' network. */
export const addresses: Component = {
  id: 'addresses',
  dependsOn: ['load-balancer'],
  desired: ({ config }) => {
    const wanted = config.loadBalancer;
    if (wanted === 'none') return [];
    const labels = ownerLabels({ platform: config.metadata.name, component: 'addresses' });
    const metadata = { name: names.loadBalancer.pool, namespace: wanted.namespace, labels };
    return [
      manifest({
        apiVersion: METALLB,
        kind: 'IPAddressPool',
        metadata,
        // Some networks take what ends in .0 or .255 for a broadcast.
        spec: { addresses: [...wanted.addresses], avoidBuggyIPs: true },
      }),
      manifest({
        apiVersion: METALLB,
        kind: 'L2Advertisement',
        metadata,
        spec: { ipAddressPools: [names.loadBalancer.pool] },
      }),
    ];
  },
  ready: ({ config }) => (config.loadBalancer === 'none' ? [] : [poolTaken(config.loadBalancer.namespace)]),
};

/** Holds when MetalLB has counted the addresses of the pool: it does so once all its configuration is valid. */
function poolTaken(namespace: string): ReadyCheck {
  const subject = { kind: 'IPAddressPool', namespace, name: names.loadBalancer.pool };
  return {
    subject,
    judge: async ({ kube, signal }) => {
      const pool = await getObject(kube, { apiVersion: METALLB, ...subject }, { signal });
      if (pool && sizeOf(pool) > 0) return { state: 'ready' };
      return {
        state: 'waiting',
        reason: 'MetalLB has not taken the addresses yet; where it does not, the log of its controller says why',
      };
    },
  };
}

function sizeOf({ status = {} }: KubeObject): number {
  return Object.values(status as Record<string, number>).reduce((sum, count) => sum + count, 0);
}
