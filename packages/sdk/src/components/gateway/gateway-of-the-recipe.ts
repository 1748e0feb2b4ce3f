import type { ObjectRef } from '../../kube/index.ts';

const RBAC = 'rbac.authorization.k8s.io/v1';

/**
 * What the gateway's official chart makes besides what the platform has in the same place: accounts with rights on every
 * namespace's pods and Secrets, https://github.com/jupyter-server/enterprise_gateway, `etc/kubernetes/helm`.
 */
export function gatewayOfTheRecipe(namespace: string): ObjectRef[] {
  return [
    { apiVersion: RBAC, kind: 'ClusterRoleBinding', name: 'enterprise-gateway-controller' },
    { apiVersion: RBAC, kind: 'ClusterRoleBinding', name: 'enterprise-gateway-kip' },
    { apiVersion: RBAC, kind: 'ClusterRole', name: 'enterprise-gateway-controller' },
    { apiVersion: RBAC, kind: 'ClusterRole', name: 'kernel-controller' },
    { apiVersion: RBAC, kind: 'ClusterRole', name: 'kip-controller' },
    { apiVersion: 'v1', kind: 'ServiceAccount', namespace, name: 'enterprise-gateway-sa' },
    { apiVersion: 'v1', kind: 'ServiceAccount', namespace, name: 'kernel-image-puller-sa' },
  ];
}
