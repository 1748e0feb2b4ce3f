import type { PlatformConfig } from '../config/index.ts';
import { type Component, manifest, release } from '../engine/index.ts';
import { namespace, ownerLabels } from '../resources/index.ts';
import { mergeValues, type Values } from './merge-values.ts';
import { imageFrom } from './images.ts';
import { names } from './names.ts';
import { releaseAvailable, storageClassThere } from './ready/index.ts';

type Provisioner = Exclude<PlatformConfig['storage']['provisioner'], 'none'>;

/** What provides volumes on NFS for a storage class, by its official chart; nothing unless the file asks for it. */
export const provisioner: Component = {
  id: 'provisioner',
  dependsOn: ['namespaces'],
  desired: async ({ config, credentials }) => {
    const wanted = config.storage.provisioner;
    if (wanted === 'none') return [];
    const labels = ownerLabels({ platform: config.metadata.name, component: 'provisioner' });
    const { namespace: name, release: releaseName, chart } = wanted;
    return [
      // It mounts the share itself, which `restricted` does not allow.
      manifest(namespace({ name, podSecurity: 'baseline', labels }), { keep: true }),
      await release(
        { name: releaseName, namespace: name, chart, values: provisionerValues(config, wanted) },
        { credentials },
      ),
    ];
  },
  ready: ({ config }) => {
    const wanted = config.storage.provisioner;
    if (wanted === 'none') return [];
    const { namespace, release, storageClassName } = wanted;
    const labelSelector = `${names.provisioner.releaseLabel}=${release}`;
    return [releaseAvailable({ namespace, name: release, labelSelector }), storageClassThere(storageClassName)];
  },
};

function provisionerValues(config: PlatformConfig, wanted: Provisioner): Values {
  const { nfs, storageClassName } = wanted;
  const [, repository, tag] = /^(.*):([^:]*)$/.exec(imageFrom(config, wanted.image)) ?? [];
  const platform: Values = {
    image: { repository, tag },
    nfs: {
      server: nfs.server,
      path: nfs.path,
      ...(nfs.mountOptions.length > 0 ? { mountOptions: nfs.mountOptions } : {}),
    },
    // What a deleted claim leaves is renamed and stays. The chart would do so anyway: a class cannot be changed later.
    storageClass: { name: storageClassName, archiveOnDelete: true },
  };
  return mergeValues(platform, wanted.values);
}
