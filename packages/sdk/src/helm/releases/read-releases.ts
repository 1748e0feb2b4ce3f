import { NaasError } from '../../errors.ts';
import type { Helm } from '../program/helm.ts';
import { parseHistory, parseList, type Release, type ReleaseRef } from './release.ts';

export interface ReadReleaseOptions {
  readonly signal?: AbortSignal;
}

export interface ListReleasesOptions {
  /** @default every namespace */
  readonly namespace?: string;
  readonly signal?: AbortSignal;
}

/** The newest revision of a release, or undefined when there is none. */
export async function releaseStatus(
  helm: Helm,
  ref: ReleaseRef,
  options: ReadReleaseOptions = {},
): Promise<Release | undefined> {
  const text = await readRelease(helm, ['history', ref.name, '--max', '1', '--output', 'json'], { ref, ...options });
  return text === undefined ? undefined : parseHistory(text, ref).at(-1);
}

/** Every revision Helm still keeps, oldest first; empty when there is no such release. */
export async function releaseHistory(
  helm: Helm,
  ref: ReleaseRef,
  options: ReadReleaseOptions = {},
): Promise<Release[]> {
  const text = await readRelease(helm, ['history', ref.name, '--max', '256', '--output', 'json'], { ref, ...options });
  return text === undefined ? [] : parseHistory(text, ref);
}

/** The newest revision of every release, in whatever state; their `description` is empty. */
export async function listReleases(helm: Helm, options: ListReleasesOptions = {}): Promise<Release[]> {
  const where = options.namespace === undefined ? ['--all-namespaces'] : ['--namespace', options.namespace];
  // Helm 4 lists every state and no longer knows the flag for it.
  const states = helm.major === 3 ? ['--all'] : [];
  const format = ['--max', '0', '--time-format', '2006-01-02T15:04:05Z07:00', '--output', 'json'];
  return parseList(await helm.run(['list', ...where, ...states, ...format], { signal: options.signal }));
}

/** The values a release was deployed with, without the chart's defaults; undefined when there is no such release. */
export async function releaseValues(
  helm: Helm,
  ref: ReleaseRef,
  options: ReadReleaseOptions = {},
): Promise<Record<string, unknown> | undefined> {
  const text = await readRelease(helm, ['get', 'values', ref.name, '--output', 'json'], { ref, ...options });
  if (text === undefined) return undefined;
  return (JSON.parse(text) as Record<string, unknown> | null) ?? {};
}

/** What a reading command prints about one release; undefined when Helm says that there is no such release or revision. */
export async function readRelease(
  helm: Helm,
  args: readonly string[],
  { ref, signal }: { readonly ref: ReleaseRef; readonly signal?: AbortSignal },
): Promise<string | undefined> {
  try {
    return await helm.run([...args, '--namespace', ref.namespace], { signal, subject: ref });
  } catch (error) {
    if (isReleaseMissing(error)) return undefined;
    throw error;
  }
}

/** Helm says "no such release" by failing; for reading and removing that is an answer. */
export function isReleaseMissing(error: unknown): boolean {
  return NaasError.is(error) && error.code === 'KUBE_NOT_FOUND' && error.subject?.kind === 'Release';
}
