import { z } from 'zod';
import { isDeepStrictEqual } from 'node:util';
import type { KubeObject, ObjectMeta } from '../object.ts';

/** Who set a field, as the API server keeps it. */
export interface FieldOwner {
  /** The tool's word for itself: `kubectl-edit`, `helm`. */
  readonly manager: string;
  /** RFC 3339; absent where the server does not say. */
  readonly time?: string;
}

/** A place in an object: keys of mappings, and numbers for entries of lists. */
export type FieldPath = readonly (string | number)[];

/** A set of fields: `f:` and a key, `k:` and the keys of a list's entry, `v:` and a value; `.` is the thing itself. */
export interface FieldSet {
  readonly [step: string]: FieldSet;
}

interface Entry extends FieldOwner {
  readonly operation: string;
  readonly fields: FieldSet;
}

const entriesShape = z
  .array(
    z.looseObject({
      manager: z.string().default('unknown'),
      operation: z.string().default(''),
      time: z.string().optional(),
      subresource: z.string().optional(),
      fieldsV1: z.record(z.string(), z.unknown()).default({}),
    }),
  )
  .default([]);

/**
 * Tells who owns the field at a path, the latest first; nobody owns what the server filled in by itself.
 *
 * See "Server-Side Apply", field management, in the Kubernetes documentation.
 */
export function fieldOwners(object: KubeObject, path: FieldPath): FieldOwner[] {
  return entriesOf(object.metadata)
    .filter(({ fields }) => holds(fields, object, path))
    .sort((a, b) => (b.time ?? '').localeCompare(a.time ?? ''))
    .map(({ manager, time }) => ({ manager, ...(time === undefined ? {} : { time }) }));
}

/** The fields a manager has applied to an object, as JSON to compare; undefined when it has applied none. */
export function appliedFields(metadata: ObjectMeta, manager: string): unknown {
  return entriesOf(metadata).find((entry) => entry.manager === manager && entry.operation === 'Apply')?.fields;
}

/** Who manages an object, as the server keeps it. */
export function managedEntries({ managedFields }: ObjectMeta): (z.infer<typeof entriesShape>[number] & {
  readonly fieldsV1: FieldSet;
})[] {
  return entriesShape.parse(managedFields).map((entry) => ({ ...entry, fieldsV1: entry.fieldsV1 as FieldSet }));
}

/** Tells whether an entry is of a manager and of how it writes; what went by a subresource is another entry. */
export function isEntryOf(manager: string, operation: string) {
  return (entry: { manager: string; operation: string; subresource?: string | undefined }): boolean =>
    entry.manager === manager && entry.operation === operation && (entry.subresource ?? '') === '';
}

function entriesOf({ managedFields }: ObjectMeta): Entry[] {
  return entriesShape
    .parse(managedFields)
    .filter(({ subresource }) => subresource === undefined || subresource === '')
    .map(({ manager, operation, time, fieldsV1 }) => ({
      manager,
      operation,
      ...(time === undefined ? {} : { time }),
      fields: fieldsV1 as FieldSet,
    }));
}

function holds(fields: FieldSet, value: unknown, path: FieldPath): boolean {
  const [step, ...rest] = path;
  // A set without anything below owns all that is there.
  if (step === undefined || Object.keys(fields).length === 0) return true;
  const inner = (value as Record<string | number, unknown> | undefined)?.[step];
  const below = typeof step === 'string' ? fields[`f:${step}`] : entryFields(fields, inner);
  return below !== undefined && holds(below, inner, rest);
}

/** The fields of a list's entry, which are kept by the entry's keys, or its value, and not by where it stands. */
function entryFields(fields: FieldSet, entry: unknown): FieldSet | undefined {
  const found = Object.entries(fields).find(([step]) => {
    if (step.startsWith('v:')) return isDeepStrictEqual(JSON.parse(step.slice(2)), entry);
    if (!step.startsWith('k:') || typeof entry !== 'object' || entry === null) return false;
    const keys = JSON.parse(step.slice(2)) as Record<string, unknown>;
    return Object.entries(keys).every(([key, value]) => (entry as Record<string, unknown>)[key] === value);
  });
  return found?.[1];
}
