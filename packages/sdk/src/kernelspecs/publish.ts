import { readFileSync } from 'node:fs';
import { NaasError } from '../errors.ts';
import { shippedFile } from './built-in.ts';
import { type FileSet, inOrder } from './file-set.ts';

/** The API server takes 1 MiB an object; the rest is for keys, the index and base64. */
const CONFIG_MAP_BYTES = 900 * 1024;

export interface PublishCommandOptions {
  /** Where the share is mounted in the pod, such as /share. */
  readonly root: string;
  /** Where the ConfigMap of `toConfigMap` is mounted in the pod. @default '/incoming' */
  readonly incoming?: string;
  /** What `hashFileSet` says of the files. */
  readonly hash: string;
}

export interface ListCommandOptions {
  /** Where the share is mounted in the pod. */
  readonly root: string;
}

/** The content of a ConfigMap, with keys that mean something to `publishCommand` only. */
export interface ConfigMapContent {
  readonly data: Readonly<Record<string, string>>;
  readonly binaryData: Readonly<Record<string, string>>;
}

/**
 * The command of a pod that publishes files to the share at once: a reader sees all old or all new ones, also after a
 * crash. It needs an image with `python3`, prints what `parseShareListing` reads, and exits 1 with one line when it
 * fails, for instance because a directory of the same name was put there by others.
 */
export function publishCommand({ root, incoming = '/incoming', hash }: PublishCommandOptions): string[] {
  return [...program(), 'publish', '--root', root, '--incoming', incoming, '--hash', hash];
}

/**
 * The command that moves what others put in the place of these files to where no kernel can be started from it, before
 * `publishCommand`. It takes root where it belongs to root.
 */
export function setAsideCommand({ root, incoming = '/incoming', hash }: PublishCommandOptions): string[] {
  return [...program(), 'set-aside', '--root', root, '--incoming', incoming, '--hash', hash];
}

/** The command of a pod that changes nothing and prints what is on the share, for `parseShareListing`. */
export function listCommand({ root }: ListCommandOptions): string[] {
  return [...program(), 'list', '--root', root];
}

/** Packs files for `publishCommand`. Throws `KERNELSPEC_INVALID` above 900 KiB, which a ConfigMap cannot carry. */
export function toConfigMap(set: FileSet): ConfigMapContent {
  const entries = inOrder(set).map(([path, entry], index) => ({ path, ...entry, key: `file-${index}` }));
  const bytes = entries.reduce((total, { content }) => total + content.length, 0);
  if (bytes > CONFIG_MAP_BYTES) {
    const [largest] = entries.toSorted((a, b) => b.content.length - a.content.length);
    throw new NaasError(
      'KERNELSPEC_INVALID',
      `The kernelspecs are ${Math.ceil(bytes / 1024)} KiB, more than the 900 KiB that can be published.`,
      { hint: `The largest file is ${largest?.path}; a kernelspec carries a launcher, not data.` },
    );
  }
  const index = { files: entries.map(({ path, key, mode }) => ({ path, key, mode })) };
  const data: Record<string, string> = { 'index.json': JSON.stringify(index) };
  const binaryData: Record<string, string> = {};
  for (const { key, content } of entries) {
    const text = asText(content);
    if (text === undefined) binaryData[key] = Buffer.from(content).toString('base64');
    else data[key] = text;
  }
  return { data, binaryData };
}

/** Text travels as text, so that a person can read the ConfigMap; what is no UTF-8 does not. */
function asText(content: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    return undefined;
  }
}

function program(): string[] {
  return ['python3', '-c', readFileSync(shippedFile('publish.py'), 'utf8')];
}
