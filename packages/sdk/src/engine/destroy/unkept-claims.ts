import type { KubeObject } from '../../kube/index.ts';

/** The claims among a release's objects that Helm deletes when it uninstalls it. */
export function unkeptClaims(manifest: readonly KubeObject[]): string[] {
  return manifest
    .filter(({ kind, metadata }) => {
      const policy = metadata.annotations?.['helm.sh/resource-policy'];
      return kind === 'PersistentVolumeClaim' && policy !== 'keep';
    })
    .map(({ metadata: { namespace = '', name } }) => `the claim ${namespace}/${name}`);
}
