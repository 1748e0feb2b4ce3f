import { readFile } from 'node:fs/promises';
import { dirname, isAbsolute, resolve } from 'node:path';
import { NaasError } from '../errors.ts';
import { parseYaml } from '../yaml/index.ts';
import { ConfigError } from './config-error.ts';
import { explainIssues, issueWords } from './explain-issues.ts';
import { platformSchema, type PlatformConfig } from './schema.ts';

export interface LoadConfigOptions {
  readonly signal?: AbortSignal;
}

export interface ParseConfigOptions {
  /** What errors call the text. @default 'naas.yaml' */
  readonly source?: string;
  /** The folder that relative paths in the text start from. @default the working directory */
  readonly directory?: string;
}

/**
 * Reads a platform from a file; relative paths in it start from its folder and come out absolute.
 *
 * @throws NaasError `CONFIG_INVALID` when the file cannot be read, and as {@link ConfigError} with every mistake in it
 * @example
 * const config = await loadConfig('naas.yaml');
 */
export async function loadConfig(path: string, { signal }: LoadConfigOptions = {}): Promise<PlatformConfig> {
  const text = await readFile(path, { encoding: 'utf8', ...(signal && { signal }) }).catch((cause: unknown) => {
    signal?.throwIfAborted();
    throw unreadable(path, cause);
  });
  return parseConfig(text, { source: path, directory: dirname(resolve(path)) });
}

/**
 * Reads a platform from the text of a `naas.yaml`.
 *
 * @throws NaasError `CONFIG_INVALID` for text that is no YAML, and as {@link ConfigError} with every mistake in it
 */
export function parseConfig(text: string, options: ParseConfigOptions = {}): PlatformConfig {
  const { source = 'naas.yaml', directory = '.' } = options;
  const value = parseYaml(text, { source });
  if (value === undefined || value === null) {
    throw new NaasError('CONFIG_INVALID', `${source} is empty`, { hint: 'Write one with: naas init' });
  }
  const parsed = platformSchema.safeParse(value, { error: issueWords });
  if (!parsed.success) throw new ConfigError(source, explainIssues(parsed.error.issues, { text, value }));
  return fromDirectory(parsed.data, directory);
}

function fromDirectory(config: PlatformConfig, directory: string): PlatformConfig {
  const { hub, gateway, storage, loadBalancer } = config;
  const { provisioner } = storage;
  const { binary } = config.helm;
  const located = <Part extends { readonly chart: Chart }>(part: Part): Part => ({
    ...part,
    chart: 'path' in part.chart ? { path: resolve(directory, part.chart.path) } : part.chart,
  });
  return {
    ...config,
    storage: { ...storage, provisioner: provisioner === 'none' ? provisioner : located(provisioner) },
    loadBalancer: loadBalancer === 'none' ? loadBalancer : located(loadBalancer),
    hub: located(hub),
    gateway: gateway.chart === undefined ? gateway : located({ ...gateway, chart: gateway.chart }),
    // A bare name is looked for on PATH, as a shell would.
    helm: binary?.includes('/') && !isAbsolute(binary) ? { binary: resolve(directory, binary) } : config.helm,
  };
}

type Chart = PlatformConfig['hub']['chart'];

const READ_FAILURES: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'it may not be read',
  EISDIR: 'it is a folder',
};

function unreadable(path: string, cause: unknown): NaasError {
  const code = (cause as NodeJS.ErrnoException).code ?? '';
  const options = { cause, ...(code === 'ENOENT' && { hint: 'Name another with -f, or write one with: naas init' }) };
  return new NaasError('CONFIG_INVALID', `Cannot read ${path}: ${READ_FAILURES[code] ?? String(cause)}`, options);
}
