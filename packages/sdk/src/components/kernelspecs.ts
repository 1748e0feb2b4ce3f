import type { PlatformConfig } from '../config/index.ts';
import type { Component } from '../engine/index.ts';
import { builtInKernelspec, type FileSet, mergeFileSets, renderKernelspec } from '../kernelspecs/index.ts';
import { imageFrom } from './images.ts';
import { names } from './names.ts';

/** What kernels are started from: the files on the claim that the gateway reads. */
export const kernelspecs: Component = {
  id: 'kernelspecs',
  dependsOn: ['kernelspecs-storage'],
  desired: async ({ config }) => [
    {
      driver: 'files',
      name: 'kernelspecs',
      namespace: config.gateway.namespace,
      claim: names.kernelspecs.claim,
      image: imageFrom(config, config.gateway.image),
      files: await kernelspecFiles(config),
    },
  ],
  ready: () => [],
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
    largest: config.kernels.largest,
  } as const;
  return mergeFileSets(...specs.map((spec) => renderKernelspec(spec, literals)));
}
