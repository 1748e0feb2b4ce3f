import type { PlatformConfig } from '../../config/index.ts';
import type { WantedResource } from '../../engine/index.ts';
import type { Rendering } from '../render-releases.ts';
import type { Right } from './right.ts';
import { rightsForOperation } from './rights-for-operation.ts';
import { rightsForRendering, rightsForResource } from './rights-for-resources.ts';
import { rightsForRoles } from './rights-for-roles.ts';

export interface DeployerNeeds {
  readonly config: PlatformConfig;
  /** What the components want. */
  readonly wanted: readonly WantedResource[];
  /** The releases among it, as their charts say. */
  readonly renderings: readonly Rendering[];
}

/** Lists what whoever deploys and operates a platform must be allowed to do: it follows from what is wanted. */
export function deployerRights({ config, wanted, renderings }: DeployerNeeds): Right[] {
  const manifests = wanted.flatMap(({ resource }) => (resource.driver === 'manifest' ? [resource.object] : []));
  const applied = [
    ...wanted.flatMap(({ resource }) => rightsForResource(resource)),
    ...renderings.flatMap((rendering) => rightsForRendering(rendering)),
  ];
  const namespaces = [...new Set(applied.flatMap(({ namespace }) => namespace ?? []))];
  return [
    ...applied,
    ...rightsForOperation(config, namespaces),
    ...rightsForRoles([...manifests, ...renderings.flatMap(({ objects }) => objects)]),
  ];
}
