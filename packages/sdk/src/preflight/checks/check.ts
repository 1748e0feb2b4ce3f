import type { PlatformConfig } from '../../config/index.ts';
import type { WantedResource } from '../../engine/index.ts';
import type { Helm } from '../../helm/index.ts';
import type { Kube, KubeObject } from '../../kube/index.ts';
import type { ClusterFacts } from '../cluster/cluster-facts.ts';
import type { Finding } from '../finding.ts';
import { peoplesPods } from '../peoples-pods.ts';
import { type PodTemplate, podTemplatesOf } from '../pod-templates.ts';
import type { Rendering } from '../render-releases.ts';

/** What a check may look at. */
export interface CheckContext {
  readonly kube: Kube;
  readonly config: PlatformConfig;
  readonly wanted: readonly WantedResource[];
  readonly renderings: readonly Rendering[];
  readonly cluster: ClusterFacts;
  /** Found on first use. */
  readonly helm: () => Promise<Helm>;
  /** Throws when the cluster has a platform of another name. */
  readonly refuseOtherPlatform: () => Promise<void>;
  /** Whether pods may be run to check shares. */
  readonly share: boolean;
  readonly signal: AbortSignal;
}

/** One thing to look at before a deploy. It changes nothing, and gives a finding also when all is well. */
export type Check = (context: CheckContext) => readonly Finding[] | Promise<readonly Finding[]>;

/** Every object that would be there: those of components, and those of charts as far as they could be rendered. */
export function wantedObjects({ wanted, renderings }: CheckContext): KubeObject[] {
  return [
    ...wanted.flatMap(({ resource }) => (resource.driver === 'manifest' ? [resource.object] : [])),
    ...renderings.flatMap(({ objects }) => objects),
  ];
}

/** Every pod that would run, people's own among them. */
export function wantedPods(context: CheckContext): PodTemplate[] {
  const probes = context.wanted.flatMap(({ resource }) => (resource.driver === 'probe' ? [resource.pod] : []));
  return [...podTemplatesOf([...probes, ...wantedObjects(context)]), ...peoplesPods(context.config)];
}
