import type { PlatformConfig } from '../config/index.ts';
import type { ProbeResource } from '../engine/index.ts';
import type { KubeObject } from '../kube/index.ts';
import { explainShare } from '../nfs/index.ts';
import { nfsVolume, restrictedContainer, restrictedPod } from '../resources/index.ts';
import { imageFrom } from './images.ts';
import { names } from './names.ts';

/** Directories at the top of the share that belong to uid 1000, as every home does; what belongs to others stays. */
const ERASE_HOMES = 'find /homes -mindepth 1 -maxdepth 1 -type d -user 1000 -exec rm -rf -- {} +';

/** Erases every home on the share, by a pod that ends: only `destroy --delete-data` runs it. */
export function homesErased(config: PlatformConfig): ProbeResource & { readonly volume: KubeObject } {
  const { nfs, size } = config.storage.homes;
  const { server, path } = nfs;
  const { claim, volume } = names.homes.servers;
  return {
    volume: nfsVolume({ name: volume, ...nfs, size, claim: { namespace: config.hub.namespace, name: claim } }),
    driver: 'probe',
    name: 'homes',
    purpose: `erases every home, which is each directory of uid 1000 directly below ${server}:${path}`,
    pod: {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'erase-homes', namespace: config.hub.namespace },
      spec: {
        restartPolicy: 'Never',
        automountServiceAccountToken: false,
        securityContext: restrictedPod,
        containers: [
          {
            name: 'erase',
            image: imageFrom(config, config.gateway.image),
            command: ['sh', '-c', ERASE_HOMES],
            securityContext: restrictedContainer,
            volumeMounts: [{ name: 'homes', mountPath: '/homes' }],
          },
        ],
        volumes: [{ name: 'homes', persistentVolumeClaim: { claimName: claim } }],
      },
    },
    explain: (failure) => explainShare({ server, path, ...failure }),
  };
}
