import { isIPv4 } from 'node:net';
import type { PlatformConfig } from '../config/index.ts';
import { type Component, manifest } from '../engine/index.ts';
import {
  MANAGED,
  networkPolicy,
  type NetworkPolicyOptions,
  ownerLabels,
  podsAnywhere,
  podsIn,
  type PolicyRule,
  toClusterDns,
  toInternetExcept,
} from '../resources/index.ts';
import { names } from './names.ts';

/**
 * Who may talk to whom: kernels accept only the gateway, the gateway only the guard, the guard only servers and kernels,
 * and no kernel reaches the NFS server, where everybody's files belong to the same uid. The servers' own policy comes
 * with the hub.
 */
export const network: Component = {
  id: 'network',
  dependsOn: ['namespaces'],
  desired: ({ config }) => {
    const labels = ownerLabels({ platform: config.metadata.name, component: 'network' });
    return [...kernelPolicies(config), ...gatewayPolicies(config), guardPolicy(config)].map((policy) =>
      manifest(networkPolicy({ ...policy, labels })),
    );
  },
  ready: () => [],
};

function kernelPolicies(config: PlatformConfig): NetworkPolicyOptions[] {
  const { responsePort, selector } = names.gateway;
  const gateway = podsIn(config.gateway.namespace, selector);
  const guard = podsIn(config.gateway.namespace, names.guard.selector);
  return [
    {
      namespace: config.kernels.namespace,
      name: 'kernels',
      ingress: [{ from: [gateway] }],
      egress: [toClusterDns, { to: [guard], ports: tcp(responsePort) }, toInternet(config)],
    },
  ];
}

/**
 * A gateway that was made by hand and waits to be replaced goes on hearing servers, whose kernels run on it, and is
 * closed to all others. It lacks the labels of ours.
 */
function gatewayPolicies(config: PlatformConfig): NetworkPolicyOptions[] {
  const { port, responsePort, selector } = names.gateway;
  const { namespace } = config.gateway;
  return [
    {
      namespace,
      name: 'enterprise-gateway',
      pods: selector,
      ingress: [{ from: [podsIn(namespace, names.guard.selector)], ports: [...tcp(port), ...tcp(responsePort)] }],
    },
    {
      namespace,
      name: 'enterprise-gateway-by-hand',
      pods: selector,
      except: MANAGED,
      ingress: [{ from: [servers(config)], ports: tcp(port) }],
    },
  ];
}

function guardPolicy(config: PlatformConfig): NetworkPolicyOptions {
  return {
    namespace: config.gateway.namespace,
    name: names.guard.name,
    pods: names.guard.selector,
    ingress: [
      { from: [servers(config)], ports: tcp(names.gateway.port) },
      {
        from: [podsIn(config.kernels.namespace, names.kernels.selector)],
        ports: tcp(names.gateway.responsePort),
      },
      // Metrics, for whatever collects them.
      { from: [podsAnywhere], ports: tcp(names.guard.operationsPort) },
    ],
  };
}

function servers(config: PlatformConfig): PolicyRule {
  return podsIn(config.hub.namespace, names.hub.serverSelector);
}

function tcp(port: number): object[] {
  return [{ protocol: 'TCP', port }];
}

/**
 * What people's code may reach outside: the internet, and neither private addresses nor the NFS servers, on any port.
 * A server given by name is covered when its address is private.
 */
export function toInternet(config: PlatformConfig): PolicyRule {
  const { homes, kernelspecs } = config.storage;
  const servers = [homes.nfs.server, ...('nfs' in kernelspecs ? [kernelspecs.nfs.server] : [])];
  return toInternetExcept([...new Set(servers)].filter((server) => isIPv4(server)));
}
