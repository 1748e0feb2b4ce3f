import type { KubeObject } from '../kube/index.ts';

/** An entry of `spec.ingress` or `spec.egress`, in the API's own words. */
export type PolicyRule = Readonly<Record<string, unknown>>;

export interface NetworkPolicyOptions {
  readonly namespace: string;
  readonly name: string;
  /** The pods it holds for. @default all of the namespace */
  readonly pods?: Readonly<Record<string, string>>;
  /** Of those, not the ones with any of these labels. @default none is left out */
  readonly except?: Readonly<Record<string, string>>;
  /** What may reach them; nothing else may. Absent: everything may. */
  readonly ingress?: readonly PolicyRule[];
  /** What they may reach; nothing else. Absent: everything. */
  readonly egress?: readonly PolicyRule[];
  readonly labels?: Readonly<Record<string, string>>;
}

/** Builds a network policy from the rules for either direction. */
export function networkPolicy(options: NetworkPolicyOptions): KubeObject {
  const { ingress, egress } = options;
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: options.name, namespace: options.namespace, labels: { ...options.labels } },
    spec: {
      podSelector: {
        ...(options.pods ? { matchLabels: { ...options.pods } } : {}),
        ...(options.except ? { matchExpressions: Object.entries(options.except).map(unlike) } : {}),
      },
      policyTypes: [...(ingress ? ['Ingress'] : []), ...(egress ? ['Egress'] : [])],
      ...(ingress ? { ingress: [...ingress] } : {}),
      ...(egress ? { egress: [...egress] } : {}),
    },
  };
}

function unlike([key, value]: readonly [key: string, value: string]): object {
  return { key, operator: 'NotIn', values: [value] };
}

/** A peer of a policy rule: the pods of every namespace. */
export const podsAnywhere: PolicyRule = { namespaceSelector: {} };

/** A peer of a policy rule: the pods with these labels in that namespace. */
export function podsIn(namespace: string, labels: Readonly<Record<string, string>>): PolicyRule {
  return {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
    podSelector: { matchLabels: { ...labels } },
  };
}

/** A rule to look up names with the cluster's DNS. */
export const toClusterDns: PolicyRule = {
  to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } } }],
  ports: [
    { protocol: 'UDP', port: 53 },
    { protocol: 'TCP', port: 53 },
  ],
};

const PRIVATE_RANGES = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16'];

/**
 * A rule to reach the internet and nothing near: private and link-local ranges (the cloud's metadata service is in the
 * latter) are left out, and so are these addresses.
 */
export function toInternetExcept(addresses: readonly string[]): PolicyRule {
  const except = [...PRIVATE_RANGES, ...addresses.map((address) => `${address}/32`)];
  return { to: [{ ipBlock: { cidr: '0.0.0.0/0', except } }] };
}
