import type { KubeObject } from '../../kube/index.ts';
import { type MergedRight, mergeRights } from './merge-rights.ts';
import type { Right } from './right.ts';

/** Who is given the rights, as bindings of RBAC name them. */
export interface RbacSubject {
  readonly kind: 'User' | 'Group' | 'ServiceAccount';
  readonly name: string;
  /** Of a ServiceAccount. */
  readonly namespace?: string;
}

export interface RbacOptions {
  /** What roles and bindings are called. */
  readonly name: string;
  /** Who is bound to the roles. @default nobody: roles only */
  readonly subject?: RbacSubject;
}

const API = 'rbac.authorization.k8s.io';

/** Not the platform's to make, though something is looked at in it. */
const OTHERS = ['kube-system'];

/**
 * Writes rights as what an administrator applies: the namespaces, since roles live in them, a ClusterRole for what has
 * no namespace, and a Role in each namespace.
 */
export function rbacObjects(rights: readonly Right[], options: RbacOptions): KubeObject[] {
  const merged = mergeRights(rights);
  const namespaces = [...new Set(merged.flatMap(({ namespace }) => namespace ?? []))];
  return [
    ...namespaces.filter((name) => !OTHERS.includes(name)).map(plainNamespace),
    ...[undefined, ...namespaces].flatMap((namespace) =>
      role(
        merged.filter((right) => right.namespace === namespace),
        { ...options, namespace },
      ),
    ),
  ];
}

function plainNamespace(name: string): KubeObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
}

function role(
  rights: readonly MergedRight[],
  { name, subject, namespace }: RbacOptions & { readonly namespace: string | undefined },
): KubeObject[] {
  const kind = namespace === undefined ? 'ClusterRole' : 'Role';
  const metadata = { name, ...(namespace === undefined ? {} : { namespace }) };
  const made: KubeObject = { apiVersion: `${API}/v1`, kind, metadata, rules: rulesOf(rights) };
  if (!subject) return [made];
  const apiGroup = subject.kind === 'ServiceAccount' ? {} : { apiGroup: API };
  return [
    made,
    {
      apiVersion: `${API}/v1`,
      kind: `${kind}Binding`,
      metadata,
      roleRef: { apiGroup: API, kind, name },
      subjects: [{ ...subject, ...apiGroup }],
    },
  ];
}

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

/** Writes rules as people do: resources of one group that are given the same verbs share one, and so do names. */
export function rulesOf(rights: readonly MergedRight[]): Rule[] {
  const rules = new Map<string, Rule>();
  for (const { group, resource, verbs, names } of rights) {
    const key = JSON.stringify([group, names && resource, [...verbs].sort()]);
    const { resources = [], resourceNames = [] } = rules.get(key) ?? {};
    rules.set(key, {
      apiGroups: [group],
      resources: [...new Set([...resources, resource])],
      ...(names ? { resourceNames: [...resourceNames, ...names] } : {}),
      verbs,
    });
  }
  return [...rules.values()];
}
