import type { ReleaseResource, WantedResource } from '../engine/index.ts';
import { NaasError } from '../errors.ts';
import { type Helm, renderChart } from '../helm/index.ts';
import { type KubeObject, resourceNameOf } from '../kube/index.ts';

/** What a release consists of, or why nobody can say. */
export interface Rendering {
  readonly release: ReleaseResource;
  /** Each with the namespace it will be in; empty when the chart could not be rendered. */
  readonly objects: readonly KubeObject[];
  readonly error?: NaasError;
}

export interface RenderReleasesOptions {
  /** Asked for only when there is a release. */
  readonly helm: () => Promise<Helm>;
  /** The Kubernetes that charts are to suit. @default the one Helm was built for */
  readonly kubeVersion?: string;
  readonly signal: AbortSignal;
}

/** Renders the chart of each release, hooks and all, without asking the cluster. What cannot be rendered says why. */
export function renderReleases(
  wanted: readonly WantedResource[],
  options: RenderReleasesOptions,
): Promise<Rendering[]> {
  const releases = wanted.flatMap(({ resource }) => (resource.driver === 'release' ? [resource] : []));
  return Promise.all(releases.map((release) => render(release, options)));
}

async function render(release: ReleaseResource, options: RenderReleasesOptions): Promise<Rendering> {
  const { kubeVersion, signal } = options;
  const versioned = kubeVersion === undefined ? {} : { kubeVersion };
  try {
    const rendered = await renderChart(await options.helm(), { ...release, ...versioned, hooks: true }, { signal });
    const objects = rendered as KubeObject[];
    return { release, objects: objects.map((object) => placed(object, release.namespace, objects)) };
  } catch (error) {
    signal.throwIfAborted();
    if (!NaasError.is(error)) throw error;
    return { release, objects: [], error };
  }
}

/** Charts leave the namespace to Helm; what lives in none stays without. */
function placed(object: KubeObject, namespace: string, all: readonly KubeObject[]): KubeObject {
  if (object.metadata.namespace !== undefined) return object;
  const namespaced = resourceNameOf(object).namespaced ?? scopeInChart(object, all) !== 'Cluster';
  return namespaced ? { ...object, metadata: { ...object.metadata, namespace } } : object;
}

interface Definition {
  readonly scope?: string;
  readonly names?: { readonly kind?: string };
}

/** Where objects of a kind live, when the chart itself brings the kind. */
function scopeInChart({ kind }: KubeObject, all: readonly KubeObject[]): string | undefined {
  const definitions = all.filter((object) => object.kind === 'CustomResourceDefinition');
  return definitions.map(({ spec }) => spec as Definition).find(({ names }) => names?.kind === kind)?.scope;
}
