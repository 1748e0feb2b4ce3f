import { createHmac } from 'node:crypto';
import { NaasError } from '../errors.ts';
import { chartDigest } from '../helm/index.ts';
import type { ComponentContext } from './component.ts';
import { canonicalJson } from './plan/fingerprint.ts';
import type { ReleaseResource } from './resource.ts';

/** How a release of ours describes itself in Helm's history. */
const OURS = /^naas: chart [0-9a-f]{16} values [0-9a-f]{16}$/;

/**
 * Wants one release. Its description says which chart, by content, and which values it is made of; values hold secrets,
 * so their hash is keyed with a secret of the platform's own.
 */
export async function release(
  options: Pick<ReleaseResource, 'name' | 'namespace' | 'chart' | 'values'>,
  { credentials }: Pick<ComponentContext, 'credentials'>,
): Promise<ReleaseResource> {
  const chart = (await chartDigest(options.chart).catch(digestOfNone)).slice(0, 16);
  const keyed = createHmac('sha256', credentials.hubCookieSecret).update(canonicalJson(options.values));
  const description = `naas: chart ${chart} values ${keyed.digest('hex').slice(0, 16)}`;
  return { driver: 'release', ...options, description };
}

/** A chart that is not there is told when it is rendered, beside all else that is lacking. */
function digestOfNone(error: unknown): string {
  if (NaasError.is(error) && error.code === 'HELM_CHART_NOT_FOUND') return '0'.repeat(16);
  throw error;
}

/** Tells a release that the platform made from one that others did, by its description. */
export function isReleaseOfOurs(description: string): boolean {
  return OURS.test(description);
}

/** Tells whether the newest revision of a release came about through the platform, a rollback among others. */
export function isMadeByUs(description: string): boolean {
  return isReleaseOfOurs(description) || rollbackTarget(description) !== undefined;
}

/** The chart's part of a description: which chart, by its content. */
export function chartPart(description: string): string {
  return description.replace(/ values [0-9a-f]{16}$/, '');
}

/** The revision that a rollback went back to, as Helm describes one. */
export function rollbackTarget(description: string): number | undefined {
  const [, revision] = /^Rollback to (\d+)$/.exec(description) ?? [];
  return revision === undefined ? undefined : Number(revision);
}
