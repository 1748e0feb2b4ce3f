import { createHash } from 'node:crypto';
import { NaasError } from '../errors.ts';

export interface FileEntry {
  readonly content: Uint8Array;
  /** Permission bits, such as 0o644. */
  readonly mode: number;
}

/** Files by their POSIX path relative to wherever the set is put. */
export interface FileSet {
  readonly files: ReadonlyMap<string, FileEntry>;
}

/**
 * Identifies a set by its paths, modes and content: the SHA-256 in hexadecimal, the same in whatever order the files came.
 * `kernelspecs/publish.py` computes it again on the share.
 */
export function hashFileSet(set: FileSet): string {
  const hash = createHash('sha256');
  for (const [path, { content, mode }] of inOrder(set)) {
    hash.update(`${path}\0${mode.toString(8)}\0${content.length}\0`);
    hash.update(content);
  }
  return hash.digest('hex');
}

/** Puts sets together; throws `KERNELSPEC_INVALID` when two of them disagree about a file. */
export function mergeFileSets(...sets: readonly FileSet[]): FileSet {
  const files = new Map<string, FileEntry>();
  for (const [path, entry] of sets.flatMap((set) => [...set.files])) {
    const other = files.get(path);
    if (other && !sameEntry(other, entry)) {
      throw new NaasError('KERNELSPEC_INVALID', `Two kernelspecs bring different files called ${path}.`, {
        hint: 'Give each kernelspec a name of its own.',
      });
    }
    files.set(path, entry);
  }
  return { files };
}

/** The files in the order of their paths' code units, which for the ASCII paths of a kernelspec is that of bytes. */
export function inOrder(set: FileSet): [string, FileEntry][] {
  return [...set.files].sort(([a], [b]) => (a < b ? -1 : Number(a > b)));
}

function sameEntry(a: FileEntry, b: FileEntry): boolean {
  return a.mode === b.mode && Buffer.compare(a.content, b.content) === 0;
}
