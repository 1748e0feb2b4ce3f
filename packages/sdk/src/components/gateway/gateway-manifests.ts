import type { PlatformConfig } from '../../config/index.ts';
import type { KubeObject } from '../../kube/index.ts';
import { restrictedContainer, restrictedPod } from '../../resources/index.ts';
import { imageFrom } from '../images.ts';
import { names } from '../names.ts';
import { gatewayEnvironment } from './gateway-environment.ts';

type Labels = Readonly<Record<string, string>>;

const { deployment: gatewayName, port, responsePort, selector } = names.gateway;

/** The rights of the gateway: pods in the kernels' namespace, and nothing else anywhere. */
export function gatewayRights(config: PlatformConfig, labels: Labels): KubeObject[] {
  const { namespace } = config.kernels;
  const account = { name: gatewayName, namespace: config.gateway.namespace };
  const rbac = 'rbac.authorization.k8s.io';
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { ...account, labels } },
    {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: names.kernels.serviceAccount, namespace, labels },
      automountServiceAccountToken: false,
    },
    {
      apiVersion: `${rbac}/v1`,
      kind: 'Role',
      metadata: { name: gatewayName, namespace, labels },
      rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch', 'create', 'delete'] }],
    },
    {
      apiVersion: `${rbac}/v1`,
      kind: 'RoleBinding',
      metadata: { name: gatewayName, namespace, labels },
      roleRef: { apiGroup: rbac, kind: 'Role', name: gatewayName },
      subjects: [{ kind: 'ServiceAccount', ...account }],
    },
  ];
}

export interface GatewayServiceOptions {
  readonly name: string;
  /** The pods it leads to: the guard's, or the gateway's own. */
  readonly selector: Labels;
  readonly labels: Labels;
}

/** Builds a Service on the gateway's two ports. */
export function gatewayService(config: PlatformConfig, options: GatewayServiceOptions): KubeObject {
  const { name, selector, labels } = options;
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: config.gateway.namespace, labels },
    spec: {
      type: 'ClusterIP',
      selector: { ...selector },
      ports: [
        { name: 'http', protocol: 'TCP', port, targetPort: port },
        { name: 'response', protocol: 'TCP', port: responsePort, targetPort: responsePort },
      ],
    },
  };
}

/**
 * Builds the gateway's Deployment. It keeps its kernels in memory, so there is one pod, replaced and never doubled; its
 * probes are TCP because every path asks for the token.
 */
export function gatewayDeployment(config: PlatformConfig, labels: Labels): KubeObject {
  const { resources } = config.gateway;
  const container = {
    ...gatewayContainer,
    image: imageFrom(config, config.gateway.image),
    env: gatewayEnvironment(config),
    resources,
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: gatewayName, namespace: config.gateway.namespace, labels },
    spec: {
      ...gatewayRollout,
      selector: { matchLabels: { ...selector } },
      template: {
        metadata: { labels: { ...labels, ...selector, app: gatewayName, component: gatewayName } },
        spec: {
          ...gatewayPod,
          enableServiceLinks: true,
          terminationGracePeriodSeconds: GATEWAY_GRACE_SECONDS,
          containers: [container],
          volumes: [gatewayVolume],
        },
      },
    },
  };
}

/** One pod at a time. */
export const gatewayRollout = { replicas: 1, strategy: { type: 'Recreate' } } as const;

/** As whom the pod runs. */
export const gatewayPod = { serviceAccountName: gatewayName, securityContext: restrictedPod } as const;

/** Time to stop every kernel. */
export const GATEWAY_GRACE_SECONDS = 60;

/** What kernels are started from. */
export const gatewayVolume = {
  name: 'kernelspecs',
  persistentVolumeClaim: { claimName: names.kernelspecs.claim, readOnly: true },
} as const;

/** How the gateway is reached and judged, and what its container may do. */
export const gatewayContainer = {
  name: gatewayName,
  ports: [
    { name: 'http', protocol: 'TCP', containerPort: port },
    { name: 'response', protocol: 'TCP', containerPort: responsePort },
  ],
  securityContext: restrictedContainer,
  startupProbe: { tcpSocket: { port }, periodSeconds: 1, failureThreshold: 120 },
  readinessProbe: { tcpSocket: { port }, periodSeconds: 5 },
  livenessProbe: { tcpSocket: { port }, periodSeconds: 20 },
  volumeMounts: [{ name: gatewayVolume.name, mountPath: names.kernelspecs.mountPath, readOnly: true }],
} as const;
