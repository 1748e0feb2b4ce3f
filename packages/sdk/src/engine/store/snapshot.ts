import { gunzipSync, gzipSync } from 'node:zlib';
import type { PlatformConfig } from '../../config/index.ts';
import type { FileSet } from '../../kernelspecs/index.ts';
import type { WantedResource } from '../plan/wanted.ts';
import type { FilesResource, Resource } from '../resource.ts';

/**
 * What a run wanted, whole: enough to want it again. Checks are left out: they are made of the file and change nothing
 * that could be gone back to.
 */
export interface Snapshot {
  readonly config: PlatformConfig;
  readonly wanted: readonly WantedResource[];
}

/** Files in a form that JSON can carry. */
interface StoredFiles extends Omit<FilesResource, 'files'> {
  readonly files: readonly { readonly path: string; readonly mode: number; readonly content: string }[];
}

interface Stored {
  readonly config: PlatformConfig;
  readonly wanted: readonly {
    readonly component: string;
    readonly resource: Exclude<Resource, FilesResource> | StoredFiles;
  }[];
}

/** Packs a snapshot for a Secret: base64 of gzipped JSON. */
export function packSnapshot({ config, wanted }: Snapshot): string {
  const stored: Stored = {
    config,
    wanted: wanted
      .filter(({ resource }) => resource.driver !== 'probe' && !(resource.driver === 'manifest' && resource.superseded))
      .map(({ component, resource }) => ({
        component,
        resource: resource.driver === 'files' ? storedFiles(resource) : resource,
      })),
  };
  return gzipSync(JSON.stringify(stored)).toString('base64');
}

/** Reads what {@link packSnapshot} wrote. */
export function unpackSnapshot(packed: string): Snapshot {
  const { config, wanted } = JSON.parse(gunzipSync(Buffer.from(packed, 'base64')).toString()) as Stored;
  return {
    config,
    wanted: wanted.map(({ component, resource }) => ({
      component,
      resource: resource.driver === 'files' ? { ...resource, files: fileSet(resource.files) } : resource,
    })),
  };
}

function storedFiles({ files, ...rest }: FilesResource): StoredFiles {
  const entries = [...files.files].map(([path, { content, mode }]) => ({
    path,
    mode,
    content: Buffer.from(content).toString('base64'),
  }));
  return { ...rest, files: entries };
}

function fileSet(files: StoredFiles['files']): FileSet {
  return {
    files: new Map(files.map(({ path, mode, content }) => [path, { mode, content: Buffer.from(content, 'base64') }])),
  };
}
