import type { PlatformConfig } from '../../config/index.ts';
import type { KubeObject } from '../../kube/index.ts';
import { secret } from '../../resources/index.ts';
import { names } from '../names.ts';
import { guardSettings } from './guard-settings.ts';

type Labels = Readonly<Record<string, string>>;

const { name, operationsPort, peers, selector } = names.guard;

/** The names of the files that the guard's program is run from. */
export const GUARD_FILES = { program: 'gateway-guard.mjs', settings: 'settings.json' } as const;

/** The rights of the guard: to see whose kernels there are, and to delete orphans where the file says so. */
export function guardRights(config: PlatformConfig, labels: Labels): KubeObject[] {
  const { namespace } = config.kernels;
  const account = { name, namespace: config.gateway.namespace };
  const rbac = 'rbac.authorization.k8s.io';
  const verbs = ['get', 'list', 'watch', ...(config.guard.leftOvers.sweepOrphans ? ['delete'] : [])];
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { ...account, labels } },
    {
      apiVersion: `${rbac}/v1`,
      kind: 'Role',
      metadata: { name, namespace, labels },
      rules: [{ apiGroups: [''], resources: ['pods'], verbs }],
    },
    {
      apiVersion: `${rbac}/v1`,
      kind: 'RoleBinding',
      metadata: { name, namespace, labels },
      roleRef: { apiGroup: rbac, kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', ...account }],
    },
  ];
}

/** Builds the Secret that holds the guard's tokens, a file each. */
export function guardSecrets(
  config: PlatformConfig,
  { secrets, labels }: { readonly secrets: Readonly<Record<string, string>>; readonly labels: Labels },
): KubeObject {
  return secret({ namespace: config.gateway.namespace, name, values: secrets, labels });
}

/** Builds the ConfigMap that holds the guard's program and its settings. */
export function guardFiles(
  config: PlatformConfig,
  { bundle, labels }: { readonly bundle: string; readonly labels: Labels },
): KubeObject {
  const settings = `${JSON.stringify(guardSettings(config), null, 2)}\n`;
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: config.gateway.namespace, labels },
    data: { [GUARD_FILES.program]: bundle, [GUARD_FILES.settings]: settings },
  };
}

/** Builds the headless Service whose addresses are the guard's pods. */
export function guardPeers(config: PlatformConfig, labels: Labels): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: peers, namespace: config.gateway.namespace, labels },
    spec: {
      clusterIP: 'None',
      selector: { ...selector },
      ports: [{ name: 'operations', protocol: 'TCP', port: operationsPort, targetPort: operationsPort }],
    },
  };
}

/** Keeps one pod while nodes are drained; where there is one only, a drain would wait for ever. */
export function guardBudget(config: PlatformConfig, labels: Labels): KubeObject[] {
  if (config.guard.replicas === 1) return [];
  return [
    {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name, namespace: config.gateway.namespace, labels },
      spec: { minAvailable: 1, selector: { matchLabels: { ...selector } } },
    },
  ];
}
