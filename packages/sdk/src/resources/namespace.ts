import type { KubeObject } from '../kube/index.ts';

/** A level of the Pod Security Standards, https://kubernetes.io/docs/concepts/security/pod-security-standards/. */
export type PodSecurityLevel = 'privileged' | 'baseline' | 'restricted';

export interface NamespaceOptions {
  readonly name: string;
  /** What pods in it may do; admission refuses the others. */
  readonly podSecurity: PodSecurityLevel;
  readonly labels?: Readonly<Record<string, string>>;
}

/** Builds a namespace that enforces a Pod Security level. */
export function namespace(options: NamespaceOptions): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: options.name,
      labels: { ...options.labels, 'pod-security.kubernetes.io/enforce': options.podSecurity },
    },
  };
}
