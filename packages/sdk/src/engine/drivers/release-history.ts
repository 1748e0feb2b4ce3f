import { chartDigest, type Helm, type Release, releaseHistory, type ReleaseState } from '../../helm/index.ts';
import { chartPart, rollbackTarget } from '../release.ts';
import type { ReleaseResource } from '../resource.ts';
import type { DriverContext } from './driver.ts';

/**
 * What a release was described as when its content was made. A rollback keeps the content and not the words, and a failed
 * upgrade has words of its own over what was deployed before.
 */
export async function originalDescription(there: ReleaseState, helm: Helm, context: DriverContext): Promise<string> {
  const { description, status } = there;
  if (status !== 'failed' && rollbackTarget(description) === undefined) return description;
  const history = await releaseHistory(helm, there, context);
  const from = status === 'failed' ? history.findLast((each) => each.status === 'deployed') : history.at(-1);
  return from ? original(from, history) : description;
}

/**
 * The revision that Helm still keeps of what an earlier run wanted, other than the newest one: going back to it needs no
 * chart. Undefined when nobody asked to go back.
 */
export async function keptRevision(
  resource: ReleaseResource,
  helm: Helm,
  context: DriverContext,
): Promise<number | undefined> {
  if (resource.revision === undefined) return undefined;
  const history = await releaseHistory(helm, resource, context);
  const earlier = history.slice(0, -1).filter(({ status }) => status === 'superseded' || status === 'deployed');
  return earlier.findLast((each) => original(each, history) === resource.description)?.revision;
}

/** Tells whether the chart is still the one that a run used: a file may be another since. */
export async function isChartOfThen({ chart, description }: ReleaseResource): Promise<boolean> {
  const digest = await chartDigest(chart).catch(() => '');
  return chartPart(description) === `naas: chart ${digest.slice(0, 16)}`;
}

function original(release: Release, history: readonly Release[]): string {
  let { description } = release;
  for (let to = rollbackTarget(description); to !== undefined; to = rollbackTarget(description)) {
    const target = to;
    description = history.find(({ revision }) => revision === target)?.description ?? '';
  }
  return description;
}
