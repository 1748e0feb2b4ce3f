import type { KubectlAttempt, Pod, PodAttempt, PodVolume } from '../support/attempt.ts';

const kernel = ({ spec }: Pod) => spec.containers[0]!;

/** The mount of the home in the kernel's container, and its volume. */
function homeOf(pod: Pod) {
  const mount = kernel(pod).volumeMounts!.find(({ mountPath }) => mountPath === '/home/jovyan')!;
  const volume = pod.spec.volumes!.find(({ name }) => name === mount.name)!;
  return { mount, volume };
}

function addVolume(pod: Pod, source: Omit<PodVolume, 'name'>): void {
  (pod.spec.volumes ??= []).push({ name: 'more', ...source });
  (kernel(pod).volumeMounts ??= []).push({ name: 'more', mountPath: '/more' });
}

/** Pods that somebody makes who has taken the gateway over, each as the gateway makes it but for one thing. */
export const podsByHand: readonly PodAttempt[] = [
  { name: "the node's disk", pod: (pod) => addVolume(pod, { hostPath: { path: '/' } }), onBare: true },
  { name: 'the network of the node', pod: ({ spec }) => (spec.hostNetwork = true), onBare: true },
  { name: 'the processes of the node', pod: ({ spec }) => (spec.hostPID = true), onBare: true },
  { name: 'another image', pod: (pod) => (kernel(pod).image = 'busybox:1.35.0'), onBare: true },
  {
    name: 'a privileged container',
    pod: (pod) => (kernel(pod).securityContext = { privileged: true }),
    onBare: true,
  },
  {
    name: 'root',
    pod: (pod) => {
      pod.spec.securityContext = { runAsUser: 0, runAsGroup: 0 };
      kernel(pod).securityContext = { ...kernel(pod).securityContext, runAsUser: 0 };
    },
    onBare: true,
  },
  {
    name: 'another namespace',
    pod: ({ metadata }, { namespaces }) => (metadata.namespace = namespaces.elsewhere),
    onBare: true,
  },
  {
    name: "the home of Alice under Bob's label",
    pod: (pod, { alice }) => {
      const { mount, volume } = homeOf(pod);
      if (volume.nfs) volume.nfs.path = alice.home;
      else mount.subPath = 'alice';
    },
    onBare: true,
  },
  {
    name: 'all homes',
    pod: (pod, { nfs }) => {
      const { mount, volume } = homeOf(pod);
      if (volume.nfs) volume.nfs.path = nfs.share;
      else delete mount.subPath;
    },
    onBare: true,
  },
  {
    name: 'a home that a variable names',
    pod: (pod) => {
      const { mount } = homeOf(pod);
      delete mount.subPath;
      mount.subPathExpr = '$(KERNEL_USERNAME)';
    },
    onBare: true,
  },
  {
    name: 'the home of Alice as a second mount',
    pod: (pod, { nfs }) => {
      const { mount, volume } = homeOf(pod);
      if (volume.nfs) volume.nfs.path = nfs.share;
      kernel(pod).volumeMounts!.push({ name: mount.name, mountPath: '/hers', subPath: 'alice' });
    },
    onBare: true,
  },
  {
    name: 'the home of Alice in a container that only comes first',
    pod: (pod, { nfs }) => {
      const { mount, volume } = homeOf(pod);
      if (volume.nfs) volume.nfs.path = nfs.share;
      const first = { ...kernel(pod), name: 'first', volumeMounts: [{ ...mount, subPath: 'alice' }] };
      pod.spec.initContainers = [first];
    },
    onBare: true,
  },
  {
    name: 'the share itself, without a claim',
    pod: (pod, { nfs }) => addVolume(pod, { nfs: { server: nfs.server, path: nfs.share } }),
    onBare: true,
  },
  {
    name: 'a Secret as a volume',
    pod: (pod) => addVolume(pod, { secret: { secretName: 'any', optional: true } }),
    onBare: true,
  },
  {
    name: 'the token of its account',
    pod: ({ spec }) => (spec.automountServiceAccountToken = true),
    onBare: true,
  },
  {
    name: 'the token of its account as a projected volume',
    pod: (pod) => addVolume(pod, { projected: { sources: [{ serviceAccountToken: { path: 'token' } }] } }),
    onBare: true,
  },
  { name: 'another account', pod: ({ spec }) => (spec.serviceAccountName = 'default'), onBare: true },
  {
    name: 'no label that says whose it is',
    pod: ({ metadata }) => {
      delete metadata.labels!['naas.dev/user'];
      delete metadata.annotations?.['naas.dev/user'];
    },
    onBare: true,
  },
  {
    name: 'a port of the node',
    pod: (pod) => Object.assign(kernel(pod), { ports: [{ containerPort: 8888, hostPort: 8888 }] }),
    onBare: true,
  },
];

const A_CONTAINER = ['--image=busybox:1.35.0', '--profile=general', '--attach=false', '--', 'true'];

/** What else somebody asks of the cluster who has taken the gateway over. */
export const rightsOfTheGateway: readonly KubectlAttempt[] = [
  { name: 'the Secrets of all', kubectl: () => ['get', 'secrets', '--all-namespaces'], onBare: true },
  {
    name: "the Secrets of the gateway's own namespace",
    kubectl: ({ namespaces }) => ['get', 'secrets', '-n', namespaces.gateway],
    onBare: true,
  },
  {
    name: "the end of Alice's server",
    kubectl: ({ alice, namespaces }) => [
      'delete',
      'pod',
      alice.serverPod,
      '-n',
      namespaces.servers,
      '--dry-run=server',
    ],
    onBare: true,
  },
  {
    name: 'the pods of all namespaces',
    kubectl: () => ['get', 'pods', '--all-namespaces'],
    onBare: true,
  },
  {
    name: 'a namespace of its own',
    kubectl: () => ['create', 'namespace', 'made-by-bob', '--dry-run=server'],
    onBare: true,
  },
  {
    name: 'a container added to a pod that runs',
    kubectl: ({ bob, namespaces }) => ['debug', bob.kernelPod, '-n', namespaces.kernels, ...A_CONTAINER],
    onBare: false,
  },
  {
    name: 'the label of Alice on a pod that runs',
    kubectl: ({ bob, namespaces }) => [
      'label',
      'pod',
      bob.kernelPod,
      '-n',
      namespaces.kernels,
      'naas.dev/user=alice',
      '--overwrite',
    ],
    onBare: false,
  },
  {
    name: 'a command in a pod that runs',
    kubectl: ({ bob, namespaces }) => ['exec', bob.kernelPod, '-n', namespaces.kernels, '--', 'true'],
    onBare: false,
  },
];
