import { expect, test } from 'vitest';
import { rbacObjects } from './rbac-objects.ts';
import type { Right } from './right.ts';

const pods: Right = { group: '', resource: 'pods', verbs: ['get', 'list'], namespace: 'hub', neededBy: 'status' };
const rights: readonly Right[] = [
  pods,
  { ...pods, resource: 'events' },
  { ...pods, verbs: ['delete'], neededBy: 'kill-kernel' },
  { group: '', resource: 'persistentvolumes', verbs: ['patch'], names: ['nfs-pv'], neededBy: 'homes' },
  { group: '', resource: 'persistentvolumes', verbs: ['patch'], names: ['nfs-pv-kernels'], neededBy: 'homes' },
  { ...pods, resource: 'services', namespace: 'kube-system' },
];

test('rights become a ClusterRole for what has no namespace and a Role for each namespace', () => {
  expect(rbacObjects(rights, { name: 'deployer' })).toEqual([
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'hub' } },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: 'deployer' },
      rules: [
        {
          apiGroups: [''],
          resources: ['persistentvolumes'],
          resourceNames: ['nfs-pv', 'nfs-pv-kernels'],
          verbs: ['patch'],
        },
      ],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: { name: 'deployer', namespace: 'hub' },
      rules: [
        { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'delete'] },
        { apiGroups: [''], resources: ['events'], verbs: ['get', 'list'] },
      ],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: { name: 'deployer', namespace: 'kube-system' },
      rules: [{ apiGroups: [''], resources: ['services'], verbs: ['get', 'list'] }],
    },
  ]);
});

test.each([
  [
    { kind: 'User', name: 'dana' },
    { kind: 'User', name: 'dana', apiGroup: 'rbac.authorization.k8s.io' },
  ],
  [
    { kind: 'ServiceAccount', name: 'bot', namespace: 'ci' },
    { kind: 'ServiceAccount', name: 'bot', namespace: 'ci' },
  ],
] as const)('whoever is named is bound to every one of them: %o', (subject, bound) => {
  const bindings = rbacObjects(rights, { name: 'deployer', subject }).filter(({ kind }) => kind.endsWith('Binding'));
  expect(bindings.map(({ kind }) => kind)).toEqual(['ClusterRoleBinding', 'RoleBinding', 'RoleBinding']);
  for (const { subjects } of bindings) expect(subjects).toEqual([bound]);
});
