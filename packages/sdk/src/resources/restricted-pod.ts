/** The `securityContext` of a pod that Pod Security `restricted` accepts, as the person every home belongs to. */
export const restrictedPod = {
  runAsNonRoot: true,
  runAsUser: 1000,
  runAsGroup: 100,
  fsGroup: 100,
  seccompProfile: { type: 'RuntimeDefault' },
} as const;

/** The `securityContext` of each container in such a pod. */
export const restrictedContainer = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
} as const;
