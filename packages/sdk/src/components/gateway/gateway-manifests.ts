import type { PlatformConfig } from '../../config/index.ts';
import type { KubeObject } from '../../kube/index.ts';
import { restrictedContainer, restrictedPod } from '../../resources/index.ts';
import { imageFrom } from '../images.ts';
import { names } from '../names.ts';

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

/** Builds a Service in front of the gateway's pods. */
export function gatewayService(config: PlatformConfig, name: string, labels: Labels): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: config.gateway.namespace, labels },
    spec: {
      type: 'ClusterIP',
      selector: { ...selector },
      ports: [{ name: 'http', protocol: 'TCP', port, targetPort: port }],
    },
  };
}

/**
 * Builds the gateway's Deployment. It keeps its kernels in memory, so there is one pod, replaced and never doubled; its
 * probes are TCP because every path asks for the token.
 */
export function gatewayDeployment(config: PlatformConfig, labels: Labels): KubeObject {
  const podLabels = { ...labels, ...selector, app: gatewayName, component: gatewayName };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: gatewayName, namespace: config.gateway.namespace, labels },
    spec: {
      replicas: 1,
      strategy: { type: 'Recreate' },
      selector: { matchLabels: { ...selector } },
      template: {
        metadata: { labels: podLabels },
        spec: {
          serviceAccountName: gatewayName,
          enableServiceLinks: true,
          // Time to stop every kernel.
          terminationGracePeriodSeconds: 60,
          securityContext: restrictedPod,
          containers: [gatewayContainer(config)],
          volumes: [
            {
              name: 'kernelspecs',
              persistentVolumeClaim: { claimName: names.kernelspecs.claim, readOnly: true },
            },
          ],
        },
      },
    },
  };
}

function gatewayContainer(config: PlatformConfig): object {
  const { resources } = config.gateway;
  return {
    name: gatewayName,
    image: imageFrom(config, config.gateway.image),
    env: gatewayEnvironment(config),
    ports: [
      { name: 'http', protocol: 'TCP', containerPort: port },
      { name: 'response', protocol: 'TCP', containerPort: responsePort },
    ],
    resources,
    securityContext: restrictedContainer,
    startupProbe: { tcpSocket: { port }, periodSeconds: 1, failureThreshold: 120 },
    readinessProbe: { tcpSocket: { port }, periodSeconds: 5 },
    livenessProbe: { tcpSocket: { port }, periodSeconds: 20 },
    volumeMounts: [{ name: 'kernelspecs', mountPath: names.kernelspecs.mountPath, readOnly: true }],
  };
}

/** The gateway's settings, https://jupyter-enterprise-gateway.readthedocs.io/en/latest/operators/config-add-env.html. */
function gatewayEnvironment(config: PlatformConfig): object[] {
  const { cull, namespace } = config.gateway;
  const { kernels } = config;
  const { name, key } = names.gateway.tokenSecret;
  const settings = {
    EG_PORT: port,
    EG_RESPONSE_PORT: responsePort,
    EG_NAMESPACE: namespace,
    EG_SHARED_NAMESPACE: 'False',
    EG_DEFAULT_KERNEL_SERVICE_ACCOUNT_NAME: names.kernels.serviceAccount,
    EG_DEFAULT_KERNEL_NAME: kernels.specs[0],
    EG_LIST_KERNELS: 'True',
    // `jovyan` is what the gateway calls whoever sends no name.
    EG_UNAUTHORIZED_USERS: 'root,jovyan',
    EG_MAX_KERNELS_PER_USER: kernels.maxPerUser,
    EG_KERNEL_LAUNCH_TIMEOUT: kernels.launchTimeout,
    EG_KERNEL_INFO_TIMEOUT: 60,
    EG_MIRROR_WORKING_DIRS: 'true',
    EG_INHERITED_ENVS: 'PATH',
    EG_CULL_IDLE_TIMEOUT: cull.idleAfter,
    EG_CULL_INTERVAL: cull.interval,
    EG_CULL_CONNECTED: cull.connected ? 'True' : 'False',
    EG_LOG_LEVEL: 'INFO',
  };
  return [
    ...Object.entries(settings).map(([variable, value]) => ({ name: variable, value: String(value) })),
    { name: 'EG_AUTH_TOKEN', valueFrom: { secretKeyRef: { name, key } } },
  ];
}
