import { isDeepStrictEqual } from 'node:util';
import type { KubeObject } from '../kube/index.ts';
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
  /** Whether values are shown or masked. @default false */
  readonly secret?: boolean;
}

/** Lists the fields in which two JSON values differ, by path; lists of different length differ as a whole. */
export function fieldChanges(before: unknown, after: unknown, options: FieldChangesOptions = {}): FieldChange[] {
  return walk('', { before, after }, options.secret ?? false);
}

/** Lists what an apply would change in an object, leaving out what the server writes and masking a Secret's values. */
export function objectChanges(live: KubeObject, applied: KubeObject): FieldChange[] {
  return fieldChanges(comparable(live), comparable(applied), { secret: live.kind === 'Secret' });
}

function comparable(object: KubeObject): unknown {
  const metadata = Object.fromEntries(
    Object.entries(object.metadata).filter(([key]) => !(SERVER_METADATA as readonly string[]).includes(key)),
  );
  const { status: _status, ...rest } = object;
  return { ...rest, metadata };
}

function walk(path: string, pair: { before: unknown; after: unknown }, secret: boolean): FieldChange[] {
  const { before, after } = pair;
  if (isDeepStrictEqual(before, after)) return [];
  if (isRecord(before) && isRecord(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return keys.flatMap((key) =>
      walk(path === '' ? key : `${path}.${key}`, { before: before[key], after: after[key] }, secret),
    );
  }
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    return before.flatMap((item, index) => walk(`${path}[${index}]`, { before: item, after: after[index] }, secret));
  }
  const show = (value: unknown) => (secret ? MASK : value);
  return [
    {
      path,
      ...(before === undefined ? {} : { before: show(before) }),
      ...(after === undefined ? {} : { after: show(after) }),
    },
  ];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
