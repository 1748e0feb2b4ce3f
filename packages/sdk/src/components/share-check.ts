import type { Resource } from '../engine/index.ts';
import { explainShare, shareCheckPod } from '../nfs/index.ts';

export interface ShareOptions {
  readonly server: string;
  readonly path: string;
}

/** A check, before anything uses it, that a directory on the share can be written by who the files will belong to. */
export function shareIsWritable(
  name: string,
  share: ShareOptions,
  run: { readonly namespace: string; readonly image: string },
): Resource {
  const { server, path } = share;
  return {
    driver: 'probe',
    name: `share-${name}`,
    purpose: `mounts ${server}:${path}, makes it writable for uid 1000 if it is not, and proves it`,
    pod: shareCheckPod({ name: `share-check-${name}`, ...run, server, path }),
    explain: (failure) => explainShare({ server, path, ...failure }),
  };
}
