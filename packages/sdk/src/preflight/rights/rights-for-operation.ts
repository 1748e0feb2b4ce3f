import { PLATFORM_NAMESPACE, type PlatformConfig } from '../../config/index.ts';
import type { Right } from './right.ts';
import { CONNECT, LOOK, REPLACE } from './verbs.ts';

/** What the platform remembers of itself: what was applied and by whom, its secrets, and who is at work. */
const REMEMBERED = [
  { group: '', resource: 'configmaps' },
  { group: '', resource: 'secrets' },
  { group: 'coordination.k8s.io', resource: 'leases' },
];

/** What tells whether something is well, and why not. */
const TELLING = [
  { group: '', resource: 'pods' },
  { group: '', resource: 'services' },
  { group: '', resource: 'events' },
  { group: '', resource: 'persistentvolumeclaims' },
  { group: 'apps', resource: 'deployments' },
  { group: 'apps', resource: 'replicasets' },
  { group: 'discovery.k8s.io', resource: 'endpointslices' },
];

/** What else is looked at in the whole cluster, to say what it is and what it lacks. */
const FACTS = [
  { group: '', resource: 'nodes' },
  { group: 'storage.k8s.io', resource: 'storageclasses' },
  { group: 'apps', resource: 'daemonsets' },
  { group: 'metallb.io', resource: 'ipaddresspools' },
  { group: 'metallb.io', resource: 'l2advertisements' },
  { group: 'metallb.io', resource: 'bgpadvertisements' },
];

/** The rights to keep a platform's records, to say how it is, to reach hub and gateway, and to end people's pods. */
export function rightsForOperation(config: PlatformConfig, namespaces: readonly string[]): Right[] {
  const { hub, gateway, kernels } = config;
  return [
    ...REMEMBERED.map((what) => ({
      ...what,
      verbs: REPLACE,
      namespace: PLATFORM_NAMESPACE,
      neededBy: "the platform's records",
    })),
    ...namespaces.flatMap((namespace) => lookAt(namespace)),
    ...[hub.namespace, gateway.namespace].map((namespace) => ({
      group: '',
      resource: 'pods/portforward',
      verbs: CONNECT,
      namespace,
      neededBy: 'the way to hub and gateway',
    })),
    ...[hub.namespace, kernels.namespace].map((namespace) => ({
      group: '',
      resource: 'pods',
      verbs: ['delete'],
      namespace,
      neededBy: "ending people's servers and kernels",
    })),
    { group: '', resource: 'persistentvolumes', verbs: LOOK, neededBy: 'the status of the platform' },
    { group: 'authorization.k8s.io', resource: 'selfsubjectaccessreviews', verbs: ['create'], neededBy: 'preflight' },
    ...FACTS.map((what) => ({ ...what, verbs: ['list'], ...TO_KNOW })),
    { group: '', resource: 'services', verbs: ['list'], namespace: 'kube-system', ...TO_KNOW },
  ];
}

const TO_KNOW = { neededBy: 'knowing the cluster', forFactsOnly: true };

function lookAt(namespace: string): Right[] {
  const neededBy = 'the status of the platform';
  return [
    ...TELLING.map((what) => ({ ...what, verbs: LOOK, namespace, neededBy })),
    { group: '', resource: 'pods/log', verbs: ['get'], namespace, neededBy },
  ];
}
