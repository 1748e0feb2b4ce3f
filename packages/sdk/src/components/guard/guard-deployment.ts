import { createHash } from 'node:crypto';
import type { PlatformConfig } from '../../config/index.ts';
import type { KubeObject } from '../../kube/index.ts';
import { restrictedContainer } from '../../resources/index.ts';
import { imageFrom } from '../images.ts';
import { names } from '../names.ts';
import { GUARD_FILES } from './guard-manifests.ts';

type Labels = Readonly<Record<string, string>>;

const { name, operationsPort, selector } = names.guard;

const FILES = { volume: 'program', path: '/etc/gateway-guard' } as const;
const SECRETS = { volume: 'secrets', path: '/etc/gateway-guard-secrets' } as const;

/** Who the guard runs as: nobody. */
const NOBODY = 65534;

/** Time for what is under way to end. */
const GRACE_SECONDS = 30;

export interface GuardDeploymentOptions {
  /** The ConfigMap that holds program and settings. */
  readonly files: KubeObject;
  /** What stands for each secret, so that another one starts new pods. */
  readonly hashes: Readonly<Record<string, string>>;
  readonly labels: Labels;
}

/** Builds the guard's Deployment. Another program, other settings or other secrets start new pods, one after the other. */
export function guardDeployment(config: PlatformConfig, options: GuardDeploymentOptions): KubeObject {
  const { files, hashes, labels } = options;
  const annotations = {
    'naas.dev/files': createHash('sha256').update(JSON.stringify(files['data'])).digest('hex'),
    ...Object.fromEntries(Object.entries(hashes).map(([file, hash]) => [`naas.dev/${file}`, hash])),
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: config.gateway.namespace, labels },
    spec: {
      replicas: config.guard.replicas,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
      selector: { matchLabels: { ...selector } },
      template: { metadata: { labels: { ...labels, ...selector }, annotations }, spec: guardPod(config) },
    },
  };
}

function guardPod(config: PlatformConfig): object {
  return {
    serviceAccountName: name,
    automountServiceAccountToken: true,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: GRACE_SECONDS,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: NOBODY,
      runAsGroup: NOBODY,
      fsGroup: NOBODY,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [apartFromEachOther] } },
    containers: [guardContainer(config)],
    volumes: [
      { name: FILES.volume, configMap: { name } },
      { name: SECRETS.volume, secret: { secretName: name, defaultMode: 0o440 } },
    ],
  };
}

const apartFromEachOther = {
  weight: 100,
  podAffinityTerm: { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { ...selector } } },
};

function guardContainer(config: PlatformConfig): object {
  const { program, settings } = GUARD_FILES;
  const operations = { port: 'operations', scheme: 'HTTP' };
  return {
    name,
    image: imageFrom(config, config.guard.image),
    command: ['node', `${FILES.path}/${program}`, `${FILES.path}/${settings}`],
    ports: [
      { name: 'http', protocol: 'TCP', containerPort: names.gateway.port },
      { name: 'response', protocol: 'TCP', containerPort: names.gateway.responsePort },
      { name: 'operations', protocol: 'TCP', containerPort: operationsPort },
    ],
    env: [
      { name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
      // The API server's certificate is signed by the cluster itself.
      { name: 'NODE_EXTRA_CA_CERTS', value: '/var/run/secrets/kubernetes.io/serviceaccount/ca.crt' },
      { name: 'GUARD_SECRETS_DIR', value: SECRETS.path },
    ],
    resources: config.guard.resources,
    securityContext: { ...restrictedContainer, readOnlyRootFilesystem: true },
    startupProbe: { httpGet: { path: '/healthz', ...operations }, periodSeconds: 1, failureThreshold: 60 },
    readinessProbe: { httpGet: { path: '/readyz', ...operations }, periodSeconds: 5 },
    livenessProbe: { httpGet: { path: '/healthz', ...operations }, periodSeconds: 20 },
    volumeMounts: [
      { name: FILES.volume, mountPath: FILES.path, readOnly: true },
      { name: SECRETS.volume, mountPath: SECRETS.path, readOnly: true },
    ],
  };
}
