import { isDeepStrictEqual } from 'node:util';
import { type KubeObject, LAST_APPLIED } from '../../kube/index.ts';
import { digest } from './fingerprint.ts';
import type { FieldChange } from './plan.ts';

const MASK = '(secret)';

/** What the API server writes into metadata by itself: never a change of ours. */
const SERVER_METADATA = [
  'managedFields',
  'resourceVersion',
  'generation',
  'uid',
  'creationTimestamp',
  'selfLink',
] as const;

export interface FieldChangesOptions {
  /** Whether what is at a path, as `spec.replicas` or `args[0]`, must not be shown. @default nothing is secret */
  readonly secret?: (path: string) => boolean;
}

/** Lists the fields in which two JSON values differ, by path; lists of different length differ as a whole. */
export function fieldChanges(before: unknown, after: unknown, options: FieldChangesOptions = {}): FieldChange[] {
  return walk('', { before, after }, options.secret ?? (() => false));
}

/** Lists what an apply would change in an object, leaving out what the server writes and masking a Secret's values. */
export function objectChanges(live: KubeObject, applied: KubeObject): FieldChange[] {
  return fieldChanges(comparable(live), comparable(applied), { secret: () => live.kind === 'Secret' });
}

/** As {@link objectChanges} with all values as they are: to be hashed, never shown. */
export function unmaskedChanges(live: KubeObject, applied: KubeObject): FieldChange[] {
  return fieldChanges(comparable(live), comparable(applied));
}

function comparable(object: KubeObject): unknown {
  const { annotations, ...metadata } = Object.fromEntries(
    Object.entries(object.metadata).filter(([key]) => !(SERVER_METADATA as readonly string[]).includes(key)),
  );
  // What kubectl keeps for itself: all of the object once more.
  const { [LAST_APPLIED]: _again, ...told } = (annotations ?? {}) as Record<string, string>;
  const { status: _status, ...rest } = object;
  return { ...rest, metadata: { ...metadata, ...(Object.keys(told).length === 0 ? {} : { annotations: told }) } };
}

type IsSecret = (path: string) => boolean;

function walk(path: string, pair: { before: unknown; after: unknown }, secret: IsSecret): FieldChange[] {
  const { before, after } = pair;
  if (isDeepStrictEqual(before, after)) return [];
  if (isRecord(before) && isRecord(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return keys.flatMap((key) =>
      walk(childPath(path, key), { before: own(before, key), after: own(after, key) }, secret),
    );
  }
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    return before.flatMap((item, index) => walk(`${path}[${index}]`, { before: item, after: after[index] }, secret));
  }
  return [
    {
      path,
      ...(before === undefined ? {} : { before: shown(path, before, secret) }),
      ...(after === undefined ? {} : { after: shown(path, after, secret) }),
    },
  ];
}

/** Longer text than anybody reads in a plan: a program, say. */
const LONGEST_TEXT = 20_000;

/** A value that came or went as a whole may hold secrets further down. */
function shown(path: string, value: unknown, secret: IsSecret): unknown {
  if (secret(path)) return MASK;
  if (typeof value === 'string' && value.length > LONGEST_TEXT) {
    return `(${value.length} characters, SHA-256 ${digest(value).slice(0, 12)})`;
  }
  if (Array.isArray(value)) return value.map((item, index) => shown(`${path}[${index}]`, item, secret));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, shown(childPath(path, key), inner, secret)]),
  );
}

/** A key may be called as something that every object inherits. */
function own(record: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function childPath(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
