import { hashFileSet, publishKernelspecs } from '../../kernelspecs/index.ts';
import { getObject } from '../../kube/index.ts';
import { type DriverContext, type ResourceDriver, unchanged } from './driver.ts';
import type { FilesResource } from '../resource.ts';

/**
 * Files on a claim. They are put there atomically by a short-lived pod, and known by the hash of their content together
 * with the claim they went to: a claim made anew has none.
 */
export const filesDriver: ResourceDriver<FilesResource> = {
  async observe(resource, context) {
    const published = context.records[recordKey(resource)];
    if (published === undefined) return { verb: 'create', changes: [] };
    const wanted = await recordOf(resource, context);
    if (published === wanted) return unchanged;
    return { verb: 'update', changes: [{ path: 'sha256', before: published, after: wanted }] };
  },

  async apply(resource, context) {
    const { kube, signal, waiting } = context;
    await publishKernelspecs(kube, resource, { signal, onReason: waiting });
    await context.record(recordKey(resource), await recordOf(resource, context));
  },
};

function recordKey(resource: FilesResource): string {
  return `files.${resource.name}`;
}

async function recordOf(resource: FilesResource, context: DriverContext): Promise<string> {
  const claim = await getObject(
    context.kube,
    { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace: resource.namespace, name: resource.claim },
    { signal: context.signal },
  );
  return `${hashFileSet(resource.files)}@${claim?.metadata.uid ?? 'no claim'}`;
}
