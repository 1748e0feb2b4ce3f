import { chartDigest, releaseStatus, releaseValues, upgradeInstall } from '../../helm/index.ts';
import { type ResourceDriver, unchanged } from './driver.ts';
import { fieldChanges } from '../plan/field-changes.ts';
import type { ReleaseResource } from '../resource.ts';
import { isSecretValue } from '../plan/secret-values.ts';

/**
 * Helm releases. A release's description carries the digest of the chart it was made from, so that a changed folder or
 * archive of the same version is seen too.
 */
export const releaseDriver: ResourceDriver<ReleaseResource> = {
  async observe(resource, context) {
    const [helm, description] = await Promise.all([context.helm(), describe(resource)]);
    const [release, values] = await Promise.all([
      releaseStatus(helm, resource, context),
      releaseValues(helm, resource, context),
    ]);
    if (!release) return { verb: 'create', changes: [] };
    const live = { values: values ?? {}, chart: release.description, status: release.status };
    const wanted = { values: resource.values, chart: description, status: 'deployed' };
    const changes = fieldChanges(live, wanted, { secret: isSecretValue });
    return changes.length === 0 ? unchanged : { verb: 'update', changes };
  },

  async apply(resource, context) {
    const [helm, description] = await Promise.all([context.helm(), describe(resource)]);
    const { name, namespace, chart, values } = resource;
    await upgradeInstall(helm, { name, namespace, chart, values, description }, { signal: context.signal });
  },
};

async function describe(resource: ReleaseResource): Promise<string> {
  return `naas: chart ${(await chartDigest(resource.chart)).slice(0, 16)}`;
}
