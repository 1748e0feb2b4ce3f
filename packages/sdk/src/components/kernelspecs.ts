import { PLATFORM_NAMESPACE, type PlatformConfig } from '../config/index.ts';
import { type Component, manifest, type Resource } from '../engine/index.ts';
import { builtInKernelspec, type FileSet, mergeFileSets, renderKernelspec } from '../kernelspecs/index.ts';
import { claim, nfsVolume, ownerLabels } from '../resources/index.ts';
import { imageFrom } from './images.ts';
import { names } from './names.ts';
import { claimBound } from './ready/index.ts';
import { shareIsWritable } from './share-check.ts';

/** What kernels are started from: a claim the gateway reads, and the files on it. */
export const kernelspecs: Component = {
  id: 'kernelspecs',
  dependsOn: ['namespaces', 'homes', 'provisioner'],
  desired: async ({ config }) => [
    ...storage(config),
    {
      driver: 'files',
      name: 'kernelspecs',
      namespace: config.gateway.namespace,
      claim: names.kernelspecs.claim,
      image: imageFrom(config, config.gateway.image),
      files: await kernelspecFiles(config),
    },
  ],
  ready: ({ config }) => [
    claimBound(config.gateway.namespace, names.kernelspecs.claim, 'spec.storage.kernelspecs.storageClassName'),
  ],
};

/** The files of every kernelspec the platform file names, with this platform's image, claim and limits in them. */
export async function kernelspecFiles(config: PlatformConfig): Promise<FileSet> {
  const specs = await Promise.all(config.kernels.specs.map((name) => builtInKernelspec(name)));
  const literals = {
    image: imageFrom(config, config.kernels.image),
    namespace: config.kernels.namespace,
    claim: names.homes.kernels.claim,
    serviceAccount: names.kernels.serviceAccount,
    uid: 1000,
    gid: 100,
    homeMountPath: names.homes.mountPath,
    resources: config.kernels.resources,
  } as const;
  return mergeFileSets(...specs.map((spec) => renderKernelspec(spec, literals)));
}

function storage(config: PlatformConfig): Resource[] {
  const labels = ownerLabels({ platform: config.metadata.name, component: 'kernelspecs' });
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
    manifest(nfsVolume({ name: volume, ...from.nfs, size, claim: target, labels }), { keep: true }),
    manifest(claim({ ...target, size, from: { volume }, labels }), { keep: true }),
  ];
}
