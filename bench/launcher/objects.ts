import {
  type FileSet,
  hashFileSet,
  KERNELSPECS_PATH,
  publishCommand,
  toConfigMap,
} from '../../packages/sdk/src/kernelspecs/index.ts';

export const NAMESPACE = 'bench-launcher';
export const HOME = 'bench';

const restricted = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };

/** A gateway of the bench's own: one namespace for it, its kernels and their home, at the level of the platform's. */
export function benchObjects(gatewayImage: string, files: FileSet): object[] {
  const metadata = { name: 'gateway', namespace: NAMESPACE };
  return [
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: NAMESPACE, labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
    },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata,
      rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch', 'create', 'delete'] }],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'gateway' },
      subjects: [{ kind: 'ServiceAccount', name: 'gateway', namespace: NAMESPACE }],
    },
    {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'homes', namespace: NAMESPACE },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'incoming', namespace: NAMESPACE },
      ...toConfigMap(files),
    },
    { apiVersion: 'v1', kind: 'Pod', metadata, spec: gatewayPod(gatewayImage, hashFileSet(files)) },
  ];
}

function gatewayPod(image: string, hash: string): object {
  const env = {
    EG_NAMESPACE: NAMESPACE,
    EG_INHERITED_ENVS: 'PATH',
    EG_LOG_LEVEL: 'INFO',
    EG_DEFAULT_KERNEL_NAME: 'python_kubernetes',
  };
  const step = (name: string, command: readonly string[], mounts: Readonly<Record<string, string>>) => ({
    name,
    image,
    command,
    securityContext: restricted,
    volumeMounts: Object.entries(mounts).map(([volume, mountPath]) => ({ name: volume, mountPath })),
  });
  return {
    serviceAccountName: 'gateway',
    enableServiceLinks: false,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 1000,
      runAsGroup: 100,
      fsGroup: 100,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    initContainers: [
      step('publish', publishCommand({ root: '/share', hash }), { share: '/share', incoming: '/incoming' }),
      step('home', ['mkdir', '-p', '-m', '0700', `/homes/${HOME}`], { homes: '/homes' }),
    ],
    containers: [
      {
        name: 'gateway',
        image,
        env: Object.entries(env).map(([name, value]) => ({ name, value })),
        securityContext: restricted,
        readinessProbe: { tcpSocket: { port: 8888 }, periodSeconds: 1 },
        volumeMounts: [{ name: 'share', mountPath: KERNELSPECS_PATH, readOnly: true }],
      },
    ],
    volumes: [
      { name: 'share', emptyDir: {} },
      { name: 'incoming', configMap: { name: 'incoming' } },
      { name: 'homes', persistentVolumeClaim: { claimName: 'homes' } },
    ],
  };
}
