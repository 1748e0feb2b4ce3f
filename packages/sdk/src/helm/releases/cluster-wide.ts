/** Kinds of Kubernetes itself whose objects live in no namespace, and the two by which clusters learn new kinds. */
const CLUSTER_WIDE = new Set([
  'APIService',
  'CertificateSigningRequest',
  'ClusterRole',
  'ClusterRoleBinding',
  'ClusterTrustBundle',
  'CSIDriver',
  'CSINode',
  'CustomResourceDefinition',
  'DeviceClass',
  'FlowSchema',
  'IngressClass',
  'IPAddress',
  'MutatingAdmissionPolicy',
  'MutatingAdmissionPolicyBinding',
  'MutatingWebhookConfiguration',
  'Namespace',
  'Node',
  'PersistentVolume',
  'PriorityClass',
  'PriorityLevelConfiguration',
  'ResourceSlice',
  'RuntimeClass',
  'ServiceCIDR',
  'StorageClass',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'ValidatingWebhookConfiguration',
  'VolumeAttachment',
  'VolumeAttributesClass',
]);

/** Groups that Kubernetes keeps for itself; a kind of any other may be called the same and be something else. */
const KUBERNETES_GROUP = /^(?:v\d\w*$|[a-z]+\/|[a-z.]+\.k8s\.io\/)/;

/** Tells, without asking a cluster, whether objects of a kind live in no namespace. Kinds it does not know have one. */
export function isClusterWide({ apiVersion, kind }: { readonly apiVersion: string; readonly kind: string }): boolean {
  return CLUSTER_WIDE.has(kind) && KUBERNETES_GROUP.test(apiVersion);
}
