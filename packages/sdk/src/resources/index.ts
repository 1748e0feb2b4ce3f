export { claim, claimIsBound, type ClaimOptions } from './claim.ts';
export { MANAGED, MANAGER, ownerLabels, PLATFORM_LABEL, type OwnerOptions } from './labels.ts';
export { namespace, type NamespaceOptions, type PodSecurityLevel } from './namespace.ts';
export {
  networkPolicy,
  podsAnywhere,
  podsIn,
  toClusterDns,
  toInternetExcept,
  type NetworkPolicyOptions,
  type PolicyRule,
} from './network-policy.ts';
export { nfsVolume, type NfsVolumeOptions, volumeIsSeen } from './nfs-volume.ts';
export { restrictedContainer, restrictedPod } from './restricted-pod.ts';
export { secret, type SecretOptions } from './secret.ts';
