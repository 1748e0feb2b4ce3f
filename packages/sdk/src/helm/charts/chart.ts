import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { NaasError } from '../../errors.ts';

/** Where a chart comes from: a pinned version in a repository, or a folder or `.tgz` archive on this machine. */
export type ChartSource =
  { readonly name: string; readonly repository: string; readonly version: string } | { readonly path: string };

/** The arguments that name a chart to Helm. A path is made absolute: Helm would take `a/b` for repository `a`. */
export function chartArguments(source: ChartSource): string[] {
  if ('path' in source) return [resolve(source.path)];
  if (source.repository.startsWith('oci://')) {
    return [`${source.repository.replace(/\/$/, '')}/${source.name}`, '--version', source.version];
  }
  return [source.name, '--repo', source.repository, '--version', source.version];
}

/**
 * The SHA-256 over what a chart consists of, in hex: the bytes of an archive, the sorted paths and contents of a
 * folder. A version in a repository is taken at its word: name, repository and version are digested.
 *
 * @throws NaasError `HELM_CHART_NOT_FOUND` when the path does not lead to a chart.
 */
export async function chartDigest(source: ChartSource): Promise<string> {
  if (!('path' in source)) return sha256(JSON.stringify([source.name, source.repository, source.version]));
  const root = resolve(source.path);
  try {
    if (!(await stat(root)).isDirectory()) return sha256(await readFile(root));
    const digests: [string, string][] = [];
    for (const file of await filesBelow(root, '')) digests.push([file, sha256(await readFile(`${root}/${file}`))]);
    if (!digests.some(([file]) => file === 'Chart.yaml')) throw chartPathMissing(source.path);
    return sha256(JSON.stringify(digests));
  } catch (error) {
    throw NaasError.is(error) ? error : chartPathMissing(source.path, error);
  }
}

/** Refuses a path that leads nowhere before Helm is started. */
export async function assertChartExists(source: ChartSource): Promise<void> {
  if (!('path' in source)) return;
  await stat(resolve(source.path)).catch((error: unknown) => {
    throw chartPathMissing(source.path, error);
  });
}

function chartPathMissing(path: string, cause?: unknown): NaasError {
  return new NaasError('HELM_CHART_NOT_FOUND', `There is no Helm chart at ${resolve(path)}.`, {
    hint: 'Give a folder with a Chart.yaml, or a packed chart (.tgz).',
    cause,
  });
}

/** Relative paths with `/`, in the order of their code points. Links are followed, as Helm does. */
async function filesBelow(root: string, folder: string): Promise<string[]> {
  const files: string[] = [];
  for (const name of await readdir(`${root}/${folder}`)) {
    const path = folder === '' ? name : `${folder}/${name}`;
    if ((await stat(`${root}/${path}`)).isDirectory()) files.push(...(await filesBelow(root, path)));
    else files.push(path);
  }
  return files.sort();
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
