import type { Resource } from '../engine/index.ts';
import { explainShare, shareCheckPod } from '../nfs/index.ts';

export interface ShareOptions {
  readonly server: string;
  readonly path: string;
}

/**
 * A check, before anything uses it, that every node can mount a directory of the share and that it can be written by who
 * the files will belong to.
 */
export function shareIsWritable(
  name: string,
  share: ShareOptions,
  run: { readonly namespace: string; readonly image: string },
): Resource {
  const { server, path } = share;
  return {
    driver: 'probe',
    name: `share-${name}`,
    purpose: `mounts ${server}:${path} on every node, makes it writable for uid 1000 if it is not, and proves it`,
    onEveryNode: true,
    pod: shareCheckPod({ name: `share-check-${name}`, ...run, server, path }),
    explain: (failure) => explainShare({ server, path, ...failure }),
  };
}
