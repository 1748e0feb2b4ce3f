import { PLATFORM_NAMESPACE } from '../config/index.ts';
import { type Component, manifest } from '../engine/index.ts';
import { claim, nfsVolume, ownerLabels, volumeIsSeen } from '../resources/index.ts';
import { imageFrom } from './images.ts';
import { names } from './names.ts';
import { claimBound } from './ready/index.ts';
import { shareIsWritable } from './share-check.ts';

/** The claim that kernelspecs are on. It comes before them, so that a class that there is not is told as such. */
export const kernelspecsStorage: Component = {
  id: 'kernelspecs-storage',
  dependsOn: ['namespaces', 'provisioner'],
  desired: ({ config }) => {
    const labels = ownerLabels({ platform: config.metadata.name, component: 'kernelspecs-storage' });
    const { size, ...from } = config.storage.kernelspecs;
    const target = { namespace: config.gateway.namespace, name: names.kernelspecs.claim };
    if (from.storageClassName !== undefined) {
      const { storageClassName: storageClass, accessMode } = from;
      return [manifest(claim({ ...target, size, accessMode, from: { storageClass }, labels }), { keep: true })];
    }
    const { volume } = names.kernelspecs;
    return [
      shareIsWritable('kernelspecs', from.nfs, {
        namespace: PLATFORM_NAMESPACE,
        image: imageFrom(config, config.gateway.image),
      }),
      manifest(nfsVolume({ name: volume, ...from.nfs, size, claim: target, labels }), {
        keep: true,
        madeWhen: volumeIsSeen,
      }),
      manifest(claim({ ...target, size, from: { volume }, labels }), { keep: true }),
    ];
  },
  ready: ({ config }) => [
    claimBound(config.gateway.namespace, names.kernelspecs.claim, 'spec.storage.kernelspecs.storageClassName'),
  ],
};
