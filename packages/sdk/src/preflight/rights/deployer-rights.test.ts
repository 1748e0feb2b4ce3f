import { expect, test } from 'vitest';
import { componentContext } from '../../../test/component-context.ts';
import { platformConfig } from '../../../test/platform-config.ts';
import { hubRendering } from '../../../test/run-check.ts';
import { components } from '../../components/index.ts';
import { wantedResources } from '../../engine/index.ts';
import type { KubeObject } from '../../kube/index.ts';
import { deployerRights } from './deployer-rights.ts';
import { mergeRights } from './merge-rights.ts';

const RBAC = 'rbac.authorization.k8s.io';
const config = platformConfig();
const wanted = await wantedResources(components, { ...componentContext(), config });

/** The rights of a deployer by place and resource, with chart objects of the hub. */
function rights(...chart: readonly KubeObject[]): ReadonlyMap<string, readonly string[]> {
  const merged = mergeRights(deployerRights({ config, wanted, renderings: [hubRendering(...chart)] }));
  return new Map(
    merged.map(({ namespace = 'cluster', group, resource, names, verbs }) => [
      [namespace, group, resource, ...(names ?? [])].join(' '),
      [...verbs].sort(),
    ]),
  );
}

const object = (kind: string, more: object = {}, apiVersion = `${RBAC}/v1`): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name: 'hub', namespace: 'jupyterhub' },
  ...more,
});

test('each manifest can be read, made, changed and removed, where it is', () => {
  const keep = ['create', 'delete', 'get', 'list', 'patch', 'watch'];
  expect(rights().get('enterprise-gateway apps deployments')).toEqual(keep);
  expect(rights().get('notebook-kernels networking.k8s.io networkpolicies')).toEqual(keep);
  expect(rights().get('notebook-kernels apps deployments')).toEqual(['get', 'list', 'watch']);
});

test('what has no namespace is limited to the names of the platform, except for making and listing', () => {
  expect(rights().get('cluster  persistentvolumes nfs-pv')).toEqual(['delete', 'get', 'patch']);
  expect(rights().get('cluster  persistentvolumes')).toEqual(['create', 'get', 'list', 'watch']);
  expect(rights().get('cluster  namespaces jupyterhub')).toEqual(['delete', 'get', 'patch']);
});

test('no secret is read but in namespaces of the platform', () => {
  const places = [...rights().keys()].filter((place) => place.endsWith(' secrets')).map((place) => place.split(' ')[0]);
  expect(places.sort()).toEqual(['enterprise-gateway', 'jupyterhub', 'naas-system']);
});

test("checks and published files bring the rights for their pods, in the pods' own namespace", () => {
  expect(rights().get('naas-system  pods')).toEqual(['create', 'delete', 'get', 'list', 'watch']);
  expect(rights().get('cluster  nodes')).toEqual(['get', 'list']);
  expect(rights().get('enterprise-gateway  pods/exec')).toEqual(['create', 'get']);
  expect(rights().get('jupyterhub  pods/portforward')).toEqual(['create', 'get']);
});

test('what a role gives has to be had by who makes it, where the role is', () => {
  const rules = [{ apiGroups: [''], resources: ['pods'], verbs: ['create', 'deletecollection'] }];
  expect(rights(object('Role', { rules })).get('jupyterhub  pods')).toContain('deletecollection');
  const everywhere = { ...object('ClusterRole', { rules }), metadata: { name: 'hub' } };
  expect(rights(everywhere).get('cluster  pods')).toEqual(['create', 'deletecollection']);
});

test('a role of others has to be allowed by name', () => {
  const roleRef = { kind: 'ClusterRole', name: 'view' };
  expect(rights(object('RoleBinding', { roleRef })).get(`jupyterhub ${RBAC} clusterroles view`)).toEqual(['bind']);
  const binding = { ...object('ClusterRoleBinding', { roleRef }), metadata: { name: 'hub' } };
  expect(rights(binding).get(`cluster ${RBAC} clusterroles view`)).toEqual(['bind']);
});

test("Helm replaces what it made, and keeps its records in the release's namespace", () => {
  expect(rights(object('Job', {}, 'batch/v1')).get('jupyterhub batch jobs')).toContain('update');
  expect(rights().get('jupyterhub  secrets')).toContain('update');
});
