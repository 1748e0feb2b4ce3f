import { type KubeObject, type ObjectRef, refOf } from '../kube/index.ts';

/** A pod that would run. */
export interface PodTemplate {
  /** What it is, as `Deployment hub` or `a kernel`. */
  readonly what: string;
  readonly namespace: string;
  /** What starts it; absent for the pods that people start. */
  readonly owner?: ObjectRef;
  readonly metadata: { readonly labels?: Readonly<Record<string, string>> };
  readonly spec: PodSpec;
}

/** What is looked at in a pod; the rest is kept. */
interface PodSpec {
  readonly containers?: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly [field: string]: unknown;
}

interface Container {
  readonly image?: string;
  readonly [field: string]: unknown;
}

/** Finds the pods that these objects are, or would start. */
export function podTemplatesOf(objects: readonly KubeObject[]): PodTemplate[] {
  return objects.flatMap((object) => {
    const { metadata = {}, spec } = templateOf(object) ?? {};
    const { name, namespace } = object.metadata;
    if (!spec || namespace === undefined) return [];
    return [{ what: `${object.kind} ${name}`, owner: refOf(object), namespace, metadata, spec }];
  });
}

type Template = { readonly [Part in 'metadata' | 'spec']?: PodTemplate[Part] };

function templateOf(object: KubeObject): Template | undefined {
  if (object.kind === 'Pod') return { metadata: object.metadata, spec: object['spec'] as PodSpec };
  const spec = object['spec'] as { template?: Template; jobTemplate?: { spec?: { template?: Template } } } | undefined;
  return spec?.template ?? spec?.jobTemplate?.spec?.template;
}

/** The images of a pod, each once. */
export function imagesOf({ spec: { initContainers = [], containers = [] } }: PodTemplate): string[] {
  return [...new Set([...initContainers, ...containers].flatMap(({ image }) => image ?? []))];
}
