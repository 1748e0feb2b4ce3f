import type { PlatformConfig } from '../../config/index.ts';
import { type Component, manifest, type ReadyCheck, release } from '../../engine/index.ts';
import { listObjects } from '../../kube/index.ts';
import { namespace, ownerLabels } from '../../resources/index.ts';
import { mergeValues, type Values } from '../merge-values.ts';
import { imageFrom } from '../images.ts';
import { names } from '../names.ts';
import { releaseAvailable } from '../ready/index.ts';

type MetalLb = Exclude<PlatformConfig['loadBalancer'], 'none'>;

/** MetalLB by its official chart: what gives Services addresses; nothing unless the file asks for it. */
export const loadBalancer: Component = {
  id: 'load-balancer',
  dependsOn: ['namespaces'],
  desired: async ({ config, credentials }) => {
    const wanted = config.loadBalancer;
    if (wanted === 'none') return [];
    const labels = ownerLabels({ platform: config.metadata.name, component: 'load-balancer' });
    const { namespace: name, release: releaseName, chart } = wanted;
    return [
      // What announces the addresses is in the network of its node.
      manifest(namespace({ name, podSecurity: 'privileged', labels }), { keep: true }),
      await release(
        { name: releaseName, namespace: name, chart, values: metallbValues(config, wanted) },
        { credentials },
      ),
    ];
  },
  ready: ({ config }) => {
    const wanted = config.loadBalancer;
    if (wanted === 'none') return [];
    const { namespace, release } = wanted;
    const labelSelector = `${names.loadBalancer.releaseLabel}=${release}`;
    return [releaseAvailable({ namespace, name: release, labelSelector }), webhookReached(namespace)];
  },
};

/** Addresses are announced by ARP and NDP alone, so that what speaks BGP stays away. */
function metallbValues(config: PlatformConfig, wanted: MetalLb): Values {
  const from = (image: string) =>
    config.images.registry === null ? {} : { image: { repository: imageFrom(config, image) } };
  const platform: Values = {
    controller: from('quay.io/metallb/controller'),
    speaker: { ...from('quay.io/metallb/speaker'), frr: { enabled: false } },
    frrk8s: { enabled: false },
  };
  return mergeValues(platform, wanted.values);
}

/** Holds when the API server has somebody to ask about pools: before that it refuses them all. */
function webhookReached(namespace: string): ReadyCheck {
  const name = names.loadBalancer.webhookService;
  return {
    subject: { kind: 'Service', namespace, name },
    judge: async ({ kube, signal }) => {
      const labelSelector = `kubernetes.io/service-name=${name}`;
      const kind = { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice' };
      const slices = await listObjects(kube, kind, { namespace, labelSelector, signal });
      const endpoints = slices.flatMap((slice) => (slice['endpoints'] ?? []) as Endpoint[]);
      if (endpoints.some(({ conditions }) => conditions?.ready !== false)) return { state: 'ready' };
      return { state: 'waiting', reason: `no pod is behind the Service ${name} yet` };
    },
  };
}

interface Endpoint {
  readonly conditions?: { readonly ready?: boolean };
}
