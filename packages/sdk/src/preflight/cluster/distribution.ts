import type { KubeNode } from '../../kube/index.ts';

/** Ways to get a Kubernetes that this product knows the habits of. None is needed, none is excluded. */
export type Distribution = 'microk8s' | 'k3s' | 'rke2' | 'kind' | 'minikube' | 'eks' | 'gke' | 'aks' | 'unknown';

interface Signs {
  readonly distribution: Distribution;
  /** Where its nodes say they come from. */
  readonly providerId?: RegExp;
  /** A label that only its nodes have. */
  readonly label?: string;
  /** How its kubelets and API servers end their version. */
  readonly version?: RegExp;
}

/** The particular before the general: k3s can run in a cloud, and says both. */
const SIGNS: readonly Signs[] = [
  { distribution: 'microk8s', label: 'microk8s.io/cluster' },
  { distribution: 'k3s', providerId: /^k3s:/, version: /\+k3s/ },
  { distribution: 'rke2', providerId: /^rke2:/, version: /\+rke2/ },
  { distribution: 'kind', providerId: /^kind:/ },
  { distribution: 'minikube', label: 'minikube.k8s.io/name' },
  { distribution: 'eks', label: 'eks.amazonaws.com/nodegroup', version: /-eks-/ },
  { distribution: 'gke', label: 'cloud.google.com/gke-nodepool', version: /-gke\./ },
  { distribution: 'aks', label: 'kubernetes.azure.com/cluster' },
];

/** Recognises a cluster by its nodes and by the version of its API server. */
export function distributionOf(nodes: readonly KubeNode[], serverVersion: string): Distribution {
  const found = SIGNS.find(
    ({ providerId, label, version }) =>
      version?.test(serverVersion) ||
      nodes.some(
        (node) =>
          providerId?.test(node.providerId) ||
          version?.test(node.kubelet) ||
          (label !== undefined && Object.hasOwn(node.labels, label)),
      ),
  );
  return found?.distribution ?? 'unknown';
}
