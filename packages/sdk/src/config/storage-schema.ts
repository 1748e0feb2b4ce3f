import { z } from 'zod';
import * as field from './fields.ts';
import { about } from './parts.ts';
import { provisionerSchema } from './provisioner-schema.ts';

const nfs = z.strictObject({
  server: field.nfsServer.meta(about('Address of the NFS server, as every node reaches it.', '192.168.1.10')),
  path: field.nfsPath.meta(about('Directory on the server; it must exist.', '/export/homes')),
  mountOptions: field.mountOptions
    .default([])
    .meta(about('Options of the mount, one an entry.', ['nfsvers=4.1', 'hard'])),
});

const homes = z
  .strictObject({
    nfs: nfs.meta(about('The directory that holds one directory for each person.')),
    size: field.quantity.prefault('15Gi').meta(about('Size written on the volume; NFS does not enforce it.')),
  })
  .meta(about('The homes of all people, seen by their servers and their kernels.'));

const kernelspecs = z
  .strictObject({
    storageClassName: z.exactOptional(
      field.dnsName.meta(about('Storage class that provides the volume. Either this or `nfs`.', 'nfs-client')),
    ),
    nfs: z.exactOptional(nfs.meta(about('A directory apart from the homes. Either this or `storageClassName`.'))),
    accessMode: z
      .enum(['ReadWriteMany', 'ReadWriteOnce'])
      .default('ReadWriteMany')
      .meta(about('What the storage class provides; one gateway reads them, so either will do.')),
    size: field.quantity.prefault('20Mi').meta(about('Size of the volume.')),
  })
  .transform(({ storageClassName, nfs, accessMode, size }, context) => {
    if (storageClassName !== undefined && nfs === undefined) return { storageClassName, accessMode, size };
    if (nfs !== undefined && storageClassName === undefined) return { nfs, size };
    const message = nfs ? 'takes storageClassName or nfs, not both' : 'needs storageClassName or nfs';
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  })
  .meta(about('What kernels are started from, read by the gateway.', { storageClassName: 'nfs-client' }));

/** `spec.storage` of `naas.yaml`; a provisioner whose server is not said has that of the homes. */
export const storageSchema = z
  .strictObject({ homes, kernelspecs, provisioner: provisionerSchema })
  .transform(({ provisioner, ...storage }) => {
    if (provisioner === 'none') return { ...storage, provisioner };
    const nfs = { server: storage.homes.nfs.server, ...provisioner.nfs };
    return { ...storage, provisioner: { ...provisioner, nfs } };
  })
  .meta(about('Where homes, kernelspecs and other volumes are kept.'));
