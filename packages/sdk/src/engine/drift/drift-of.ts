import { isDeepStrictEqual } from 'node:util';
import { type FieldOwner, fieldOwners, type FieldPath, type KubeObject } from '../../kube/index.ts';

/** One field that is not as it was applied, and who made it so. */
export interface Drift {
  /** Where the field is, as `spec.replicas`. */
  readonly path: string;
  readonly wanted: unknown;
  /** Absent when somebody removed the field. */
  readonly live?: unknown;
  /** Absent when the cluster does not tell. */
  readonly by?: FieldOwner;
}

export interface DriftOptions {
  /** Whose words for a value may differ from the server's own: `naas`, `helm`. What they own is as they wanted it. */
  readonly managers: readonly string[];
}

/**
 * Lists the fields of an applied object that others have changed since. What the object does not mention is nobody's
 * business, and a field that we still own is as we set it, in whatever form the server keeps it.
 */
export function driftOf(applied: KubeObject, live: KubeObject, { managers }: DriftOptions): Drift[] {
  const { kind: _kind, apiVersion: _version, metadata, status: _status, ...rest } = asKept(applied);
  const { labels, annotations } = metadata;
  const mentioned = { ...rest, metadata: { labels, annotations } };
  return differences(mentioned, live, []).flatMap(({ path, wanted, value }) => {
    const owners = fieldOwners(live, path);
    if (owners.some(({ manager }) => managers.includes(manager))) return [];
    // The server leaves out what is empty.
    if (value === undefined && isEmpty(wanted)) return [];
    const [by] = owners;
    return [
      {
        path: wordsOf(path),
        wanted,
        ...(value === undefined ? {} : { live: value }),
        ...(by === undefined ? {} : { by }),
      },
    ];
  });
}

/** The server keeps what a Secret says in plain words, in `stringData`, encoded among its `data`, and only there. */
function asKept({ stringData, ...object }: KubeObject): KubeObject {
  if (object.kind !== 'Secret' || !isMapping(stringData)) return object;
  const encoded = Object.entries(stringData).map(([key, value]) => [
    key,
    Buffer.from(String(value)).toString('base64'),
  ]);
  return { ...object, data: { ...(object['data'] as object | undefined), ...Object.fromEntries(encoded) } };
}

interface Difference {
  readonly path: FieldPath;
  readonly wanted: unknown;
  readonly value: unknown;
}

function differences(wanted: unknown, live: unknown, path: FieldPath): Difference[] {
  if (wanted === undefined || wanted === null || isDeepStrictEqual(wanted, live)) return [];
  if (isMapping(wanted) && isMapping(live)) {
    return Object.entries(wanted).flatMap(([key, value]) => differences(value, own(live, key), [...path, key]));
  }
  if (Array.isArray(wanted) && Array.isArray(live)) {
    const places = wanted.map((entry, at) => placeOf(entry, at, live));
    if (places.every((place) => place !== undefined)) {
      return wanted.flatMap((entry, at) => {
        const place = places[at] ?? at;
        return differences(entry, live[place], [...path, place]);
      });
    }
  }
  return [{ path, wanted, value: live }];
}

/** Entries are found again by their name, or where they stood in a list of the same length. */
function placeOf(entry: unknown, at: number, live: readonly unknown[]): number | undefined {
  const name = isMapping(entry) ? entry['name'] : undefined;
  const found = name === undefined ? -1 : live.findIndex((other) => isMapping(other) && other['name'] === name);
  if (found >= 0) return found;
  return at < live.length && name === undefined ? at : undefined;
}

function isEmpty(value: unknown): boolean {
  if (value === '' || value === false || value === 0) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isMapping(value) && Object.values(value).every((inner) => inner === null || isEmpty(inner));
}

function wordsOf(path: FieldPath): string {
  return path.reduce<string>((words, step) => {
    if (typeof step === 'number') return `${words}[${step}]`;
    return words === '' ? step : `${words}.${step}`;
  }, '');
}

/** A key may be called as something that every object inherits. */
function own(record: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
