import type { Helm } from '../program/helm.ts';
import { isReleaseMissing, type ReadReleaseOptions } from '../releases/read-releases.ts';
import type { ReleaseRef } from '../releases/release.ts';

/**
 * Removes a release, its objects and its history; objects the chart marks `helm.sh/resource-policy: keep` stay. Says
 * whether there was one.
 */
export async function uninstallRelease(
  helm: Helm,
  ref: ReleaseRef,
  options: ReadReleaseOptions = {},
): Promise<boolean> {
  try {
    const deadlineMs = 360_000;
    await helm.run(['uninstall', ref.name, '--namespace', ref.namespace], { ...options, subject: ref, deadlineMs });
    return true;
  } catch (error) {
    if (isReleaseMissing(error)) return false;
    throw error;
  }
}
