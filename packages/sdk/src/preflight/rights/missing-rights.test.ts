import { expect, test } from 'vitest';
import { type ClusterServerOptions, startClusterServer } from '../../../test/cluster-server.ts';
import { missingRights } from './missing-rights.ts';
import type { Right } from './right.ts';

const pods: Right = { group: '', resource: 'pods', verbs: ['get', 'create'], namespace: 'hub', neededBy: 'a check' };
const rights: readonly Right[] = [
  pods,
  { ...pods, verbs: ['create', 'delete'], neededBy: 'Role hub', givenBy: 'roles' },
  { group: '', resource: 'persistentvolumes', verbs: ['patch'], names: ['nfs-pv'], neededBy: 'homes' },
];

type May = NonNullable<ClusterServerOptions['may']>;

/** What is missing to somebody who may do this, as `verbs resource for`. */
async function missing(may: May) {
  await using api = await startClusterServer({ version: 'v1.34.4', objects: [], may });
  const found = await missingRights(api.kube, rights, { signal: new AbortController().signal });
  return found.map(({ verbs, resource, neededBy }) => `${verbs.join(',')} ${resource} for ${neededBy}`);
}

test('each verb is asked and told once, with what needs it first', async () => {
  const asked = await missing(({ verb }) => verb === 'get');
  expect(asked).toEqual(['create pods for a check', 'delete pods for Role hub', 'patch persistentvolumes for homes']);
});

test('a right that is had for one name only is had', async () => {
  const asked = await missing(({ name, resource }) => resource === 'pods' || name === 'nfs-pv');
  expect(asked).toEqual([]);
});

test('who may put any rule into a role needs not have what it gives, but still what is done by hand', async () => {
  const roles = ({ verb, resource }: Parameters<May>[0]) =>
    resource === 'roles' && ['escalate', 'bind'].includes(verb ?? '');
  const asked = await missing((attributes) => roles(attributes) || attributes['resource'] === 'persistentvolumes');
  expect(asked).toEqual(['get,create pods for a check']);
});
