/** Something a deployer has to be allowed to do: verbs on one resource, in one namespace or cluster-wide. */
export interface Right {
  /** API group, empty for the core one. */
  readonly group: string;
  /** As rules of RBAC say it: `deployments`, `pods/exec`. */
  readonly resource: string;
  readonly verbs: readonly string[];
  /** Absent for what is cluster-wide. */
  readonly namespace?: string;
  /** Only these objects. @default any */
  readonly names?: readonly string[];
  /** What needs it, as `Deployment enterprise-gateway` or `the check of the share`. */
  readonly neededBy: string;
  /**
   * The kind of role that gives it to others: who makes that role must have it, or may `escalate` and `bind`, see
   * https://kubernetes.io/docs/reference/access-authn-authz/rbac/#privilege-escalation-prevention-and-bootstrapping.
   */
  readonly givenBy?: 'roles' | 'clusterroles';
  /** Without it something is unknown, and nothing fails. @default false */
  readonly forFactsOnly?: boolean;
}

/** Names a resource as people do: `deployments.apps`. */
export function resourceWords({ group, resource }: Pick<Right, 'group' | 'resource'>): string {
  return group === '' ? resource : `${resource}.${group}`;
}
