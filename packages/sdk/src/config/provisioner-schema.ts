import { z } from 'zod';
import { chartSource, chartValues } from './chart-schema.ts';
import * as field from './fields.ts';
import { about } from './parts.ts';
import { provisionerValuesFaults } from './values-rules.ts';

const nfs = z.strictObject({
  server: z.exactOptional(
    field.nfsServer.meta(about('Address of the NFS server; that of the homes unless said.', '192.168.1.10')),
  ),
  path: field.nfsPath.meta(
    about('Directory on the server that gets a directory for each volume; it must exist.', '/export/volumes'),
  ),
  mountOptions: field.mountOptions.default([]).meta(about('Options of the mounts, one an entry.', ['nfsvers=4.1'])),
});

const installed = z.strictObject({
  install: z
    .literal('nfs-subdir-external-provisioner')
    .meta(about('What is installed.', 'nfs-subdir-external-provisioner')),
  nfs: nfs.meta(about('Where the volumes are.')),
  storageClassName: field.dnsName
    .default('nfs-client')
    .meta(about('Name of the storage class, for `kernelspecs.storageClassName` and others.')),
  namespace: field.dnsLabel.default('nfs').meta(about('Namespace of the provisioner.')),
  release: field.releaseName.default('nfs-client').meta(about('Name of the Helm release.')),
  chart: chartSource(
    {
      name: 'nfs-subdir-external-provisioner',
      repository: 'https://kubernetes-sigs.github.io/nfs-subdir-external-provisioner/',
      version: '4.0.18',
    },
    'The chart of the provisioner.',
  ).prefault({}),
  image: field.imageReference
    .default('registry.k8s.io/sig-storage/nfs-subdir-external-provisioner:v4.0.2')
    .meta(about('Image of the provisioner.')),
  values: chartValues(provisionerValuesFaults, {
    description: "Values of the provisioner's chart, merged last.",
    example: { storageClass: { defaultClass: true } },
  }),
});

/** `spec.storage.provisioner` of `naas.yaml`. */
export const provisionerSchema = z
  .union([z.literal('none'), installed], {
    error: 'must be none, or { install: nfs-subdir-external-provisioner, nfs: { path: ... } }',
  })
  .prefault('none')
  .meta(about('What provides volumes on NFS for a storage class; `none` where the class is there already.'));
