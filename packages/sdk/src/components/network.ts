import { isIPv4 } from 'node:net';
import type { PlatformConfig } from '../config/index.ts';
import { type Component, manifest } from '../engine/index.ts';
import {
  networkPolicy,
  ownerLabels,
  podsIn,
  type PolicyRule,
  toClusterDns,
  toInternetExcept,
} from '../resources/index.ts';
import { names } from './names.ts';

/**
 * Who may talk to whom: kernels accept only the gateway, the gateway only servers and kernels, and no kernel reaches
 * the NFS server, where everybody's files belong to the same uid. The servers' own policy comes with the hub.
 */
export const network: Component = {
  id: 'network',
  dependsOn: ['namespaces'],
  desired: ({ config }) => {
    const labels = ownerLabels({ platform: config.metadata.name, component: 'network' });
    const { port, responsePort, selector } = names.gateway;
    const gateway = podsIn(config.gateway.namespace, selector);
    return [
      manifest(
        networkPolicy({
          namespace: config.kernels.namespace,
          name: 'kernels',
          ingress: [{ from: [gateway] }],
          egress: [
            toClusterDns,
            { to: [gateway], ports: [{ protocol: 'TCP', port: responsePort }] },
            toInternet(config),
          ],
          labels,
        }),
      ),
      manifest(
        networkPolicy({
          namespace: config.gateway.namespace,
          name: 'enterprise-gateway',
          pods: selector,
          ingress: [
            {
              from: [podsIn(config.hub.namespace, names.hub.serverSelector)],
              ports: [{ protocol: 'TCP', port }],
            },
            {
              from: [podsIn(config.kernels.namespace, names.kernels.selector)],
              ports: [{ protocol: 'TCP', port: responsePort }],
            },
          ],
          labels,
        }),
      ),
    ];
  },
  ready: () => [],
};

/**
 * What people's code may reach outside: the internet, and neither private addresses nor the NFS servers, on any port.
 * A server given by name is covered when its address is private.
 */
export function toInternet(config: PlatformConfig): PolicyRule {
  const { homes, kernelspecs } = config.storage;
  const servers = [homes.nfs.server, ...('nfs' in kernelspecs ? [kernelspecs.nfs.server] : [])];
  return toInternetExcept([...new Set(servers)].filter((server) => isIPv4(server)));
}
