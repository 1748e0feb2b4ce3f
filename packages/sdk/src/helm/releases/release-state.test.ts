import { describe, expect, it } from 'vitest';
import { parseStatus } from './release-state.ts';

const manifest = `---
# Source: hub/templates/all.yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: r
data:
  greeting: "on"
---
# Source: hub/templates/all.yaml
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: r-lab
rules: []
`;

interface Peculiar {
  /** How the major writes objects. */
  readonly operation: 'Update' | 'Apply';
  readonly info: object;
  readonly release: object;
}

/** What the real programs wrote of one release, shortened, with what is peculiar to each major. */
function recorded({ operation, info, release }: Peculiar): string {
  const live = (apiVersion: string, kind: string, metadata: object) => ({
    apiVersion,
    kind,
    metadata: { ...metadata, uid: `uid-${kind}`, managedFields: [{ manager: 'helm', operation }] },
  });
  const pods = { apiVersion: 'v1', items: [{ metadata: { name: 'r-1' } }], kind: 'PodList', metadata: {} };
  return JSON.stringify({
    name: 'r',
    info: {
      first_deployed: '2026-11-28T00:13:31.221641881Z',
      last_deployed: '2026-11-28T00:13:48.355518153Z',
      ...info,
      description: 'Upgrade complete',
      status: 'deployed',
      resources: {
        'v1/ClusterRole': [live('rbac.authorization.k8s.io/v1', 'ClusterRole', { name: 'r-lab' })],
        'v1/ConfigMap': [live('v1', 'ConfigMap', { name: 'r', namespace: 'lab' })],
        'v1/Pod(related)': [pods],
      },
    },
    config: { greeting: 'on' },
    manifest,
    hooks: [{ name: 'r-hook', kind: 'ConfigMap', manifest: 'kind: ConfigMap', events: ['pre-install'] }],
    version: 2,
    namespace: 'lab',
    ...release,
  });
}

describe.each([
  ['Helm 3.17.2 with --show-resources', recorded({ operation: 'Update', info: { deleted: '' }, release: {} })],
  ['Helm 4.1.4', recorded({ operation: 'Apply', info: {}, release: { apply_method: 'ssa' } })],
])('the status that %s prints', (_, text) => {
  it('has what was rendered, without hooks, and what is in the cluster, without the pods it started', () => {
    const { live, manifest: rendered, ...state } = parseStatus(text);
    expect(state).toEqual({
      name: 'r',
      namespace: 'lab',
      revision: 2,
      status: 'deployed',
      description: 'Upgrade complete',
      updated: '2026-11-28T00:13:48.355518153Z',
      values: { greeting: 'on' },
    });
    expect(rendered.map(({ kind, metadata }) => [kind, metadata])).toEqual([
      ['ConfigMap', { name: 'r', namespace: 'lab' }],
      ['ClusterRole', { name: 'r-lab' }],
    ]);
    expect(live.map(({ kind }) => kind)).toEqual(['ClusterRole', 'ConfigMap']);
    expect(live[0]?.metadata.managedFields).toHaveLength(1);
  });
});

it('takes a release without values and without objects for what it is', () => {
  const info = { last_deployed: '2026-11-28T00:13:31Z', status: 'pending-install' };
  const text = JSON.stringify({ name: 'r', namespace: 'lab', version: 1, info, manifest: '' });
  expect(parseStatus(text)).toMatchObject({ values: {}, manifest: [], live: [], description: '' });
});

it('repeats nothing of an answer that it does not understand', () => {
  const text = JSON.stringify({ name: 'r', namespace: 'lab', version: 'hunter-22', info: { password: 'hunter-22' } });
  expect(() => parseStatus(text)).toThrow(/version/);
  expect(() => parseStatus(text)).not.toThrow(/hunter/);
  expect(() => parseStatus('hunter-22 {')).toThrow('it is not JSON');
});
