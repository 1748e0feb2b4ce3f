import { PLATFORM_NAMESPACE, type PlatformConfig } from '../config/index.ts';
import { type Component, manifest, type Resource } from '../engine/index.ts';
import { claim, nfsVolume, ownerLabels, volumeIsSeen } from '../resources/index.ts';
import { homesErased } from './homes-erased.ts';
import { imageFrom } from './images.ts';
import { names } from './names.ts';
import { claimBound } from './ready/index.ts';
import { shareIsWritable } from './share-check.ts';

/** The claims every home lives on: one NFS export, a pair for servers and a pair for kernels, kept when all else goes. */
export const homes: Component = {
  id: 'homes',
  dependsOn: ['namespaces'],
  desired: ({ config }) => [
    shareIsWritable('homes', config.storage.homes.nfs, {
      namespace: PLATFORM_NAMESPACE,
      image: imageFrom(config, config.gateway.image),
    }),
    ...pair(config, { ...names.homes.servers, namespace: config.hub.namespace }),
    ...pair(config, { ...names.homes.kernels, namespace: config.kernels.namespace }),
  ],
  ready: ({ config }) => [
    claimBound(config.hub.namespace, names.homes.servers.claim),
    claimBound(config.kernels.namespace, names.homes.kernels.claim),
  ],
  data: ({ config }) => ({ claims: [], erase: homesErased(config) }),
};

interface PairOptions {
  readonly volume: string;
  readonly claim: string;
  readonly namespace: string;
}

/** A claim cannot cross namespaces, so each side has a volume and a claim of its own on the same directory. */
function pair(config: PlatformConfig, options: PairOptions): Resource[] {
  const labels = ownerLabels({ platform: config.metadata.name, component: 'homes' });
  const { nfs, size } = config.storage.homes;
  const target = { namespace: options.namespace, name: options.claim };
  return [
    manifest(nfsVolume({ name: options.volume, ...nfs, size, claim: target, labels }), {
      keep: true,
      madeWhen: volumeIsSeen,
    }),
    manifest(claim({ ...target, size, from: { volume: options.volume }, labels }), { keep: true }),
  ];
}
