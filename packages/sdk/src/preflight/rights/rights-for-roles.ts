import type { KubeObject } from '../../kube/index.ts';
import type { Right } from './right.ts';

interface Rule {
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs?: readonly string[];
}

interface RoleRef {
  readonly kind: string;
  readonly name: string;
}

const RBAC = 'rbac.authorization.k8s.io';

/**
 * The rights that somebody must have to give them to others: nobody can put a rule into a role, or bind a role, that
 * goes beyond what they may do themselves. Roles that are not among these objects have to be allowed by name.
 */
export function rightsForRoles(objects: readonly KubeObject[]): Right[] {
  return objects.flatMap((object) => {
    if (object.kind === 'Role' || object.kind === 'ClusterRole') return rulesOf(object);
    return object.kind === 'RoleBinding' || object.kind === 'ClusterRoleBinding' ? foreignRole(object, objects) : [];
  });
}

function rulesOf({ kind, metadata, rules }: KubeObject): Right[] {
  const place = metadata.namespace === undefined ? {} : { namespace: metadata.namespace };
  const givenBy = kind === 'Role' ? ('roles' as const) : ('clusterroles' as const);
  return ((rules ?? []) as readonly Rule[]).flatMap(({ apiGroups = [], resources = [], resourceNames, verbs = [] }) =>
    apiGroups.flatMap((group) =>
      resources.map((resource) => ({
        group,
        resource,
        verbs,
        ...place,
        ...(resourceNames?.length ? { names: resourceNames } : {}),
        neededBy: `${kind} ${metadata.name}`,
        givenBy,
      })),
    ),
  );
}

function foreignRole(binding: KubeObject, objects: readonly KubeObject[]): Right[] {
  const { metadata, kind } = binding;
  const ref = binding['roleRef'] as RoleRef;
  if (objects.some((object) => object.kind === ref.kind && object.metadata.name === ref.name)) return [];
  const resource = ref.kind === 'Role' ? 'roles' : 'clusterroles';
  const place = metadata.namespace === undefined ? {} : { namespace: metadata.namespace };
  const neededBy = `${kind} ${metadata.name}`;
  return [{ group: RBAC, resource, verbs: ['bind'], ...place, names: [ref.name], neededBy }];
}
