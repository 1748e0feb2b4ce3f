import { isDeepStrictEqual } from 'node:util';
import type { Kube } from '../connection.ts';
import { type KubeObject, refOf } from '../object.ts';
import { type FieldSet, isEntryOf, managedEntries } from './managed-fields.ts';
import { patchObject } from './write.ts';

/** What `kubectl apply` calls itself; it owns the server's defaults as well as what it was given. */
const isKubectlApply = isEntryOf('kubectl-client-side-apply', 'Update');

/** Where `kubectl apply` keeps what it was given, as JSON. */
export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

export interface TakeFieldsOptions {
  /** Who takes them. */
  readonly manager: string;
  readonly signal?: AbortSignal;
}

/**
 * Makes the fields that somebody gave to `kubectl apply` this manager's own: what its next apply does not mention then
 * goes, as it would have gone for kubectl. What the server filled in stays. Gives the object as it is afterwards.
 *
 * See "Server-Side Apply", upgrading from client-side apply, in the Kubernetes documentation.
 */
export async function takeKubectlFields(
  kube: Kube,
  object: KubeObject,
  { manager, signal }: TakeFieldsOptions,
): Promise<KubeObject> {
  const entries = managedEntries(object.metadata);
  if (!entries.some(isKubectlApply)) return object;
  const isOurs = isEntryOf(manager, 'Apply');
  const fieldsV1 = [...entries.filter(isOurs).map((entry) => entry.fieldsV1), givenFields(object)].reduce(
    mergeFields,
    {},
  );
  const ours = { manager, operation: 'Apply', apiVersion: object.apiVersion, fieldsType: 'FieldsV1', fieldsV1 };
  const managedFields = [...entries.filter((entry) => !isKubectlApply(entry) && !isOurs(entry)), ours];
  const { resourceVersion } = object.metadata;
  const metadata = { resourceVersion, managedFields, annotations: { [LAST_APPLIED]: null } };
  return await patchObject(kube, refOf(object), { metadata }, signal === undefined ? {} : { signal });
}

/** An object as it would be without what somebody gave to `kubectl apply` and `wanted` does not mention. */
export function withoutKubectlFields(object: KubeObject, wanted: KubeObject): KubeObject {
  return dropped(object, wanted, givenFields(object)) as KubeObject;
}

/** Of the fields that `kubectl apply` owns those that it was given. */
function givenFields(object: KubeObject): FieldSet {
  const given = parsed(object.metadata.annotations?.[LAST_APPLIED]);
  return managedEntries(object.metadata)
    .filter(isKubectlApply)
    .map(({ fieldsV1 }) => restricted(fieldsV1, given))
    .reduce(mergeFields, {});
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '{}');
  } catch {
    return {};
  }
}

function restricted(fields: FieldSet, given: unknown): FieldSet {
  const left = Object.entries(fields).flatMap(([step, below]): [string, FieldSet][] => {
    if (step === '.') return [[step, below]];
    const inner = step.startsWith('f:')
      ? own(given, step.slice(2))
      : listed(given).find((entry) => isEntry(step, entry));
    return inner === undefined ? [] : [[step, restricted(below, inner)]];
  });
  return Object.fromEntries(left);
}

function mergeFields(a: FieldSet, b: FieldSet): FieldSet {
  const merged: Record<string, FieldSet> = { ...a };
  for (const [step, below] of Object.entries(b)) merged[step] = mergeFields(merged[step] ?? {}, below);
  return merged;
}

function dropped(value: unknown, wanted: unknown, fields: FieldSet): unknown {
  if (Array.isArray(value)) {
    return value.flatMap((entry) => {
      const [step, below] = Object.entries(fields).find(([each]) => isEntry(each, entry)) ?? [];
      if (step === undefined || below === undefined) return [entry];
      const other = listed(wanted).find((each) => isEntry(step, each));
      return other === undefined ? [] : [dropped(entry, other, below)];
    });
  }
  if (!isMapping(value)) return value;
  const left = Object.entries(value).flatMap(([key, inner]): [string, unknown][] => {
    const below = fields[`f:${key}`];
    if (below === undefined) return [[key, inner]];
    const other = own(wanted, key);
    // What others have put below it stays.
    const rest = other === undefined && isLeaf(below) ? undefined : dropped(inner, other, below);
    return other === undefined && isEmpty(rest) ? [] : [[key, rest]];
  });
  return Object.fromEntries(left);
}

function isLeaf(fields: FieldSet): boolean {
  return Object.keys(fields).length === 0;
}

function isEmpty(value: unknown): boolean {
  return value === undefined || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);
}

function isEntry(step: string, entry: unknown): boolean {
  if (step.startsWith('v:')) return isDeepStrictEqual(JSON.parse(step.slice(2)), entry);
  if (!step.startsWith('k:') || !isMapping(entry)) return false;
  const keys = JSON.parse(step.slice(2)) as Record<string, unknown>;
  // The server fills in a part of some keys, as the protocol of a port.
  return Object.entries(keys).every(([key, value]) => entry[key] === value || entry[key] === undefined);
}

function listed(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A key may be called as something that every object inherits. */
function own(value: unknown, key: string): unknown {
  return isMapping(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
