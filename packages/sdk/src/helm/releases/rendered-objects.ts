import { z } from 'zod';
import { NaasError } from '../../errors.ts';
import type { KubeObject } from '../../kube/index.ts';
import { parseYamlDocuments } from '../../yaml/index.ts';
import { isClusterWide } from './cluster-wide.ts';

const shape = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), namespace: z.string().nullish() }),
});
const listShape = z.looseObject({ kind: z.literal('List'), items: z.array(z.unknown()) });

/**
 * Takes a release's manifest apart into its objects. Each has the namespace that Helm applies it in: the release's where
 * the chart left it out, none where its kind has none. A `List` is given as what it holds.
 *
 * @throws NaasError `HELM_FAILED` when it is no list of objects; nothing of its content is repeated.
 */
export function renderedObjects(manifest: string, namespace: string): KubeObject[] {
  return documentsOf(manifest)
    .filter((document) => document !== null && document !== undefined)
    .flatMap((document) => listShape.safeParse(document).data?.items ?? [document])
    .map((document, index) => {
      const object = shape.safeParse(document).data;
      if (!object) throw new NaasError('HELM_FAILED', `Object ${index + 1} of the manifest has no kind or no name.`);
      const { namespace: own, ...metadata } = object.metadata;
      return { ...object, metadata: isClusterWide(object) ? metadata : { ...metadata, namespace: own || namespace } };
    });
}

function documentsOf(manifest: string): unknown[] {
  try {
    return parseYamlDocuments(manifest, { source: 'manifest' });
  } catch (error) {
    // The cause quotes the lines around the fault, which may be those of a Secret.
    throw new NaasError('HELM_FAILED', NaasError.is(error) ? error.message : 'The manifest is not YAML.');
  }
}
