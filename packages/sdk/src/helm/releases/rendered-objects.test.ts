import { describe, expect, it } from 'vitest';
import { renderedObjects } from './rendered-objects.ts';

const placed = (manifest: string) =>
  renderedObjects(manifest, 'lab').map(({ kind, metadata: { namespace, name } }) => [kind, namespace, name]);

describe('renderedObjects', () => {
  it('fills in the namespace that Helm applies an object in', () => {
    const manifest = `---
# Source: hub/templates/all.yaml
apiVersion: v1
kind: ConfigMap
metadata: { name: here }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: elsewhere, namespace: other }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: empty, namespace: "" }
`;
    expect(placed(manifest)).toEqual([
      ['ConfigMap', 'lab', 'here'],
      ['ConfigMap', 'other', 'elsewhere'],
      ['ConfigMap', 'lab', 'empty'],
    ]);
  });

  it.each([
    ['v1', 'Namespace', undefined],
    ['rbac.authorization.k8s.io/v1', 'ClusterRole', undefined],
    ['rbac.authorization.k8s.io/v1', 'Role', 'lab'],
    ['storage.k8s.io/v1', 'StorageClass', undefined],
    ['apps/v1', 'Deployment', 'lab'],
    ['metallb.io/v1beta1', 'IPAddressPool', 'lab'],
    ['cert-manager.io/v1', 'Namespace', 'lab'],
  ])('places a %s %s in %s', (apiVersion, kind, namespace) => {
    const [object] = renderedObjects(JSON.stringify({ apiVersion, kind, metadata: { name: 'x' } }), 'lab');
    expect(object?.metadata).toEqual(namespace === undefined ? { name: 'x' } : { name: 'x', namespace });
  });

  it('leaves a namespace out that a chart gave to what has none', () => {
    const manifest = '{apiVersion: v1, kind: PersistentVolume, metadata: {name: pv, namespace: lab}}';
    expect(placed(manifest)).toEqual([['PersistentVolume', undefined, 'pv']]);
  });

  it('gives what a list holds, and nothing for empty documents', () => {
    const manifest = `---
---
# nothing but a comment
---
apiVersion: v1
kind: List
items:
  - { apiVersion: v1, kind: Secret, metadata: { name: a } }
  - { apiVersion: v1, kind: Secret, metadata: { name: b } }
`;
    expect(placed(manifest)).toEqual([
      ['Secret', 'lab', 'a'],
      ['Secret', 'lab', 'b'],
    ]);
    expect(placed('')).toEqual([]);
  });

  it.each([
    ['what is no object', '- hunter-22'],
    ['an object without a name', 'kind: Secret\napiVersion: v1\nmetadata: {}\ndata: { password: hunter-22 }'],
    ['what is not YAML', 'kind: Secret\ndata: { password: hunter-22\nhunter-22'],
  ])('refuses %s and repeats nothing of it', (_, manifest) => {
    let error: unknown;
    try {
      renderedObjects(manifest, 'lab');
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ code: 'HELM_FAILED' });
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('hunter');
  });
});
