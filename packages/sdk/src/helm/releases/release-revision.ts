import { z } from 'zod';
import type { KubeObject } from '../../kube/index.ts';
import type { Helm } from '../program/helm.ts';
import { parseAnswer } from './answer.ts';
import { type ReadReleaseOptions, readRelease } from './read-releases.ts';
import type { ReleaseRef } from './release.ts';
import { renderedObjects } from './rendered-objects.ts';

/** One revision of a release, by its number. */
export interface RevisionRef extends ReleaseRef {
  readonly revision: number;
}

/** What one revision of a release was made from and consists of. It holds secrets: never show it unmasked. */
export interface ReleaseRevision extends RevisionRef {
  readonly chart: { readonly name: string; readonly version: string };
  /** What it was deployed with, without the chart's defaults. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The objects as the chart rendered them, hooks left out. */
  readonly manifest: readonly KubeObject[];
}

const metadataAnswer = z.object({ chart: z.string(), version: z.string() });
const valuesAnswer = z.record(z.string(), z.unknown()).nullable();

/** Reads a revision that Helm still keeps; undefined when its history no longer has it, or there is no such release. */
export async function releaseRevision(
  helm: Helm,
  { name, namespace, revision }: RevisionRef,
  options: ReadReleaseOptions = {},
): Promise<ReleaseRevision | undefined> {
  const ref = { name, namespace };
  const get = (what: string, ...format: string[]) =>
    readRelease(helm, ['get', what, name, '--revision', String(revision), ...format], { ref, ...options });
  const [metadata, values, manifest] = await Promise.all([
    get('metadata', '--output', 'json'),
    get('values', '--output', 'json'),
    get('manifest'),
  ]);
  if (metadata === undefined || values === undefined || manifest === undefined) return undefined;
  const chart = parseAnswer(metadataAnswer, metadata);
  return {
    ...ref,
    revision,
    chart: { name: chart.chart, version: chart.version },
    values: parseAnswer(valuesAnswer, values) ?? {},
    manifest: renderedObjects(manifest, namespace),
  };
}
