import { describe, expect, test } from 'vitest';
import { componentContext } from '../../test/component-context.ts';
import { provisioner } from './provisioner.ts';

const homes = { nfs: { server: '203.0.113.7', path: '/export/homes' } };
const kernelspecs = { storageClassName: 'nfs-client' };

function context(more: object, spec: object = {}) {
  const install = 'nfs-subdir-external-provisioner';
  const wanted = { install, nfs: { path: '/export' }, ...more };
  return componentContext({ storage: { homes, kernelspecs, provisioner: wanted }, ...spec });
}

async function valuesOf(more: object, spec: object = {}) {
  const release = (await provisioner.desired(context(more, spec))).find(({ driver }) => driver === 'release');
  return release?.driver === 'release' ? release.values : undefined;
}

test('nothing is wanted, and nothing waited for, unless the file asks for it', async () => {
  expect(await provisioner.desired(componentContext())).toEqual([]);
  expect(provisioner.ready(componentContext())).toEqual([]);
});

test('it is a release in a namespace whose pods may mount NFS and little else, which outlives it', async () => {
  const [namespace, release] = await provisioner.desired(context({}));
  expect(namespace).toMatchObject({
    keep: true,
    object: { metadata: { name: 'nfs', labels: { 'pod-security.kubernetes.io/enforce': 'baseline' } } },
  });
  expect(release).toMatchObject({ driver: 'release', name: 'nfs-client', namespace: 'nfs' });
});

describe('its values', () => {
  test('are those of the original recipe, and archive what a deleted claim leaves', async () => {
    expect(await valuesOf({})).toEqual({
      image: { repository: 'registry.k8s.io/sig-storage/nfs-subdir-external-provisioner', tag: 'v4.0.2' },
      nfs: { server: '203.0.113.7', path: '/export' },
      storageClass: { name: 'nfs-client', archiveOnDelete: true },
    });
  });

  test('have the mount options and what the file says besides, merged last', async () => {
    const nfs = { path: '/export', mountOptions: ['nfsvers=4.1'] };
    expect(await valuesOf({ nfs, values: { storageClass: { onDelete: 'retain' } } })).toMatchObject({
      nfs: { mountOptions: ['nfsvers=4.1'] },
      storageClass: { name: 'nfs-client', onDelete: 'retain' },
    });
  });

  test('name an image of a mirror, or one by its digest, in the two parts that the chart joins by a colon', async () => {
    const mirror = { images: { registry: 'mirror.example.com:5000' } };
    expect(await valuesOf({ image: 'quay.io/a/b:1' }, mirror)).toMatchObject({
      image: { repository: 'mirror.example.com:5000/a/b', tag: '1' },
    });
    const digest = '0'.repeat(64);
    expect(await valuesOf({ image: `quay.io/a/b@sha256:${digest}` })).toMatchObject({
      image: { repository: 'quay.io/a/b@sha256', tag: digest },
    });
  });
});
