import { hashFileSet, publishKernelspecs } from '../../kernelspecs/index.ts';
import { getObject } from '../../kube/index.ts';
import type { DriverContext, ResourceDriver } from './driver.ts';
import type { FilesResource } from '../resource.ts';

/**
 * Files on a claim. They are put there atomically by a short-lived pod, and known by the hash of their content together
 * with the claim they went to: a claim made anew has none.
 */
export const filesDriver: ResourceDriver<FilesResource> = {
  async observe(resource, context) {
    const published = context.inventory?.records[recordKey(resource)];
    const wanted = hashFileSet(resource.files);
    const state = [wanted, published ?? null];
    if (published === undefined) return { verb: 'create', changes: [], state };
    const now = `${wanted}@${await uidOfClaim(resource, context)}`;
    if (published === now) return { verb: 'noop', changes: [], state };
    return { verb: 'update', changes: [{ path: 'sha256', before: published, after: now }], state };
  },

  async apply(resource, _seen, context) {
    const { kube, signal, takeOver, waiting } = context;
    await publishKernelspecs(kube, { ...resource, takeOver }, { signal, onReason: waiting });
    const uid = await uidOfClaim(resource, context);
    context.record(recordKey(resource), `${hashFileSet(resource.files)}@${uid}`);
  },
};

function recordKey(resource: FilesResource): string {
  return `files.${resource.name}`;
}

async function uidOfClaim(resource: FilesResource, { kube, live, signal }: DriverContext): Promise<string> {
  const { namespace, claim: name } = resource;
  const ref = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name };
  const metadata = live.metadataOf(ref) ?? (await getObject(kube, ref, { signal }))?.metadata;
  return metadata?.uid ?? 'no claim';
}
