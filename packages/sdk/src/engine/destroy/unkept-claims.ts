import type { KubeObject } from '../../kube/index.ts';

/**
 * The claims among a release's objects that Helm deletes with their data when it uninstalls it. One that names no class
 * has a volume that was made by hand, which nothing deletes.
 */
export function unkeptClaims(manifest: readonly KubeObject[]): string[] {
  return manifest
    .filter(({ kind, metadata, spec }) => {
      const policy = metadata.annotations?.['helm.sh/resource-policy'];
      const { storageClassName } = (spec ?? {}) as { storageClassName?: string };
      return kind === 'PersistentVolumeClaim' && policy !== 'keep' && storageClassName !== '';
    })
    .map(({ metadata: { namespace = '', name } }) => `the claim ${namespace}/${name}`);
}
