import { isDeepStrictEqual } from 'node:util';
import { chartDigest, releaseStatus, releaseValues, upgradeInstall } from '../helm/index.ts';
import { type ResourceDriver, unchanged } from './driver.ts';
import { fieldChanges } from './field-changes.ts';
import type { ReleaseResource } from './resource.ts';

/**
 * Helm releases. A release's description carries the digest of the chart it was made from, so that a changed folder or
 * archive of the same version is seen too. Values hold secrets: changes are named, never shown.
 */
export const releaseDriver: ResourceDriver<ReleaseResource> = {
  async observe(resource, context) {
    const [helm, description] = await Promise.all([context.helm(), describe(resource)]);
    const [release, values] = await Promise.all([
      releaseStatus(helm, resource, context),
      releaseValues(helm, resource, context),
    ]);
    if (!release) return { verb: 'create', changes: [] };
    const changes = [
      ...fieldChanges({ values: values ?? {} }, { values: resource.values }, { secret: true }),
      ...(release.description === description
        ? []
        : fieldChanges({ chart: release.description }, { chart: description })),
      ...(release.status === 'deployed' ? [] : fieldChanges({ status: release.status }, { status: 'deployed' })),
    ];
    return changes.length === 0 && isDeepStrictEqual(values ?? {}, resource.values)
      ? unchanged
      : { verb: 'update', changes };
  },

  async apply(resource, context) {
    const [helm, description] = await Promise.all([context.helm(), describe(resource)]);
    await upgradeInstall(
      helm,
      {
        name: resource.name,
        namespace: resource.namespace,
        chart: resource.chart,
        values: { ...resource.values },
        description,
      },
      { signal: context.signal },
    );
  },
};

async function describe(resource: ReleaseResource): Promise<string> {
  return `naas: chart ${(await chartDigest(resource.chart)).slice(0, 16)}`;
}
