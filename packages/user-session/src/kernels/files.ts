import { z } from 'zod';
import { call, type CallOptions, parse } from '../http/index.ts';
import { type PersonServer, serverRefusal } from './person-server.ts';

/** A file or directory in a person's home, as their server shows it. */
export interface HomeEntry {
  readonly name: string;
  /** Relative to the home. */
  readonly path: string;
  readonly type: 'file' | 'directory' | 'notebook';
  /** Bytes; unknown for a directory. */
  readonly size?: number;
  /** ISO 8601. */
  readonly lastModified?: string;
}

const entrySchema = z
  .object({
    name: z.string(),
    path: z.string(),
    type: z.enum(['file', 'directory', 'notebook']),
    size: z.number().nullish(),
    last_modified: z.string().nullish(),
  })
  .transform(({ name, path, type, size, last_modified: lastModified }): HomeEntry => ({
    name,
    path,
    type,
    ...(size != null && { size }),
    ...(lastModified != null && { lastModified }),
  }));

const textSchema = z.object({ content: z.string() });
const directorySchema = z.object({ content: z.array(entrySchema) });

/** Reads a text file of the home through the server; undefined when there is none. */
export async function readFile(
  server: PersonServer,
  path: string,
  options: CallOptions = {},
): Promise<string | undefined> {
  const query = { type: 'file', format: 'text', content: '1' };
  const answer = await call(server.api, { path: contentsPath(path), query }, options);
  if (answer.status === 404) return undefined;
  if (answer.status !== 200) throw serverRefusal(server, answer, `read ${path}`);
  return parse(server.api, textSchema, answer.body).content;
}

/** Removes a file or an empty directory of the home; false when there was none. */
export async function removeFile(server: PersonServer, path: string, options: CallOptions = {}): Promise<boolean> {
  const answer = await call(server.api, { method: 'DELETE', path: contentsPath(path) }, options);
  if (answer.status === 404) return false;
  if (answer.status !== 204) throw serverRefusal(server, answer, `remove ${path}`);
  return true;
}

/** Lists a directory of the home, the home itself for an empty path. Hidden files are not shown. */
export async function listFiles(
  server: PersonServer,
  path: string,
  options: CallOptions = {},
): Promise<HomeEntry[] | undefined> {
  const query = { type: 'directory', content: '1' };
  const answer = await call(server.api, { path: contentsPath(path), query }, options);
  if (answer.status === 404) return undefined;
  if (answer.status !== 200) throw serverRefusal(server, answer, `list ${path === '' ? 'the home' : path}`);
  return parse(server.api, directorySchema, answer.body).content;
}

function contentsPath(path: string): string {
  const parts = path.split('/').filter((part) => part !== '');
  return ['contents', ...parts.map(encodeURIComponent)].join('/');
}
