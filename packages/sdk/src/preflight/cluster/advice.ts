import type { Distribution } from './distribution.ts';

/** What a cluster may lack. */
export type Lack =
  | 'authorization'
  | 'dns'
  | 'default-class'
  | 'load-balancer'
  | 'address-pool'
  | 'advertisement'
  | 'two-load-balancers'
  | 'network-policies'
  | 'nfs-client';

type Advice = Readonly<Partial<Record<Distribution, string>> & Record<'unknown', string>>;

const MAKE_DEFAULT =
  'Make a class the default: kubectl annotate storageclass CLASS storageclass.kubernetes.io/is-default-class=true, ' +
  'or name one in spec.hub.database.storageClassName.';
const NO_ADDRESS =
  'Install MetalLB, or set spec.hub.service.type to NodePort or ClusterIP, and come in by kubectl port-forward.';
const NFS_PACKAGE = 'On every node: sudo apt install nfs-common (or dnf install nfs-utils).';

/**
 * What to do about each lack, by distribution; `unknown` is what can be said of any cluster. From the distributions' own
 * documents: none but `unknown` was tried on the cluster this product is tested on.
 */
const ADVICE: Readonly<Record<Lack, Advice>> = {
  authorization: {
    microk8s: 'microk8s enable rbac',
    unknown: 'Start the API server with --authorization-mode=Node,RBAC.',
  },
  dns: {
    microk8s: 'microk8s enable dns',
    k3s: 'CoreDNS comes with k3s: remove --disable=coredns from its options.',
    unknown: 'Install CoreDNS: servers find the gateway by name.',
  },
  'default-class': {
    microk8s: 'microk8s enable hostpath-storage',
    k3s: 'local-path comes with k3s: remove --disable=local-storage from its options. ' + MAKE_DEFAULT,
    minikube: 'minikube addons enable storage-provisioner && minikube addons enable default-storageclass',
    eks: `Install the EBS CSI driver: aws eks create-addon --cluster-name CLUSTER --addon-name aws-ebs-csi-driver. ${MAKE_DEFAULT}`,
    unknown: MAKE_DEFAULT,
  },
  'load-balancer': {
    // Without the range the command asks for it, and waits.
    microk8s: 'microk8s enable metallb:192.168.1.201-192.168.1.210, with a free range of your network.',
    k3s: 'ServiceLB comes with k3s: remove --disable=servicelb from its options, or install MetalLB.',
    kind: 'Run cloud-provider-kind beside the cluster, or set spec.hub.service.type to ClusterIP and use kubectl port-forward.',
    minikube: 'Run minikube tunnel, or set spec.hub.service.type to ClusterIP and use kubectl port-forward.',
    unknown: NO_ADDRESS,
  },
  'address-pool': {
    microk8s:
      'microk8s disable metallb && microk8s enable metallb:192.168.1.201-192.168.1.210, with a free range of your network.',
    unknown: 'Give it an IPAddressPool and an L2Advertisement: https://metallb.io/configuration/',
  },
  advertisement: { unknown: 'Give it an L2Advertisement: https://metallb.io/configuration/' },
  'two-load-balancers': {
    unknown: 'Switch ServiceLB off with --disable=servicelb in the options of every k3s server, or leave MetalLB out.',
  },
  'network-policies': {
    k3s: 'Remove --disable-network-policy from the options of k3s.',
    minikube: 'Start the cluster again with a plugin that does: minikube start --cni=calico',
    eks:
      'aws eks update-addon --cluster-name CLUSTER --addon-name vpc-cni ' +
      `--configuration-values '{"enableNetworkPolicy":"true"}'`,
    gke: 'gcloud container clusters update CLUSTER --update-addons=NetworkPolicy=ENABLED, then the same with --enable-network-policy',
    aks: 'az aks update --resource-group GROUP --name CLUSTER --network-policy calico',
    unknown:
      "Take a network plugin that enforces them, as Calico or Cilium: without, people's code reaches everything.",
  },
  'nfs-client': {
    kind: "kind's node image has no NFS client: build one FROM kindest/node with apt-get install -y nfs-common, and give it to kind create cluster --image.",
    unknown: NFS_PACKAGE,
  },
};

/** Says what to do about something a cluster lacks, with the very command where its distribution has one. */
export function adviceOn(lack: Lack, distribution: Distribution): string {
  return ADVICE[lack][distribution] ?? ADVICE[lack].unknown;
}
