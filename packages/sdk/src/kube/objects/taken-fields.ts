import { isDeepStrictEqual } from 'node:util';
import type { Kube } from '../connection.ts';
import { type KubeObject, refOf } from '../object.ts';
import { type FieldSet, isEntryOf, managedEntries } from './managed-fields.ts';
import { patchObject } from './write.ts';

/** What `kubectl apply` calls itself, in either of its ways. */
const KUBECTL_APPLY = [
  { manager: 'kubectl-client-side-apply', operation: 'Update' },
  { manager: 'kubectl', operation: 'Apply' },
] as const;

export interface TakeFieldsOptions {
  /** Who takes them. */
  readonly manager: string;
  readonly signal?: AbortSignal;
}

/**
 * Makes the fields that somebody applied with kubectl this manager's own: what its next apply does not mention then goes,
 * as it would have gone for kubectl. Gives the object as it is afterwards.
 *
 * See "Server-Side Apply", upgrading from client-side apply, in the Kubernetes documentation.
 */
export async function takeKubectlFields(
  kube: Kube,
  object: KubeObject,
  { manager, signal }: TakeFieldsOptions,
): Promise<KubeObject> {
  const entries = managedEntries(object.metadata);
  const taken = entries.filter(isKubectlApply);
  if (taken.length === 0) return object;
  const isOurs = isEntryOf(manager, 'Apply');
  const fieldsV1 = [...entries.filter(isOurs), ...taken].map((entry) => entry.fieldsV1).reduce(mergeFields, {});
  const ours = { manager, operation: 'Apply', apiVersion: object.apiVersion, fieldsType: 'FieldsV1', fieldsV1 };
  const managedFields = [...entries.filter((entry) => !isKubectlApply(entry) && !isOurs(entry)), ours];
  const { resourceVersion } = object.metadata;
  const call = signal === undefined ? {} : { signal };
  return await patchObject(kube, refOf(object), { metadata: { resourceVersion, managedFields } }, call);
}

/** An object as it would be without what somebody applied with kubectl and `wanted` does not mention. */
export function withoutKubectlFields(object: KubeObject, wanted: KubeObject): KubeObject {
  const fields = managedEntries(object.metadata)
    .filter(isKubectlApply)
    .map(({ fieldsV1 }) => fieldsV1)
    .reduce(mergeFields, {});
  return dropped(object, wanted, fields) as KubeObject;
}

function isKubectlApply(entry: { manager: string; operation: string; subresource?: string | undefined }): boolean {
  return KUBECTL_APPLY.some(({ manager, operation }) => isEntryOf(manager, operation)(entry));
}

function mergeFields(a: FieldSet, b: FieldSet): FieldSet {
  const merged: Record<string, FieldSet> = { ...a };
  for (const [step, below] of Object.entries(b)) merged[step] = mergeFields(merged[step] ?? {}, below);
  return merged;
}

function dropped(value: unknown, wanted: unknown, fields: FieldSet): unknown {
  if (Array.isArray(value)) return droppedEntries(value, Array.isArray(wanted) ? wanted : [], fields);
  if (!isMapping(value)) return value;
  const left = Object.entries(value).flatMap(([key, inner]): [string, unknown][] => {
    const below = fields[`f:${key}`];
    if (below === undefined) return [[key, inner]];
    const other = isMapping(wanted) ? wanted[key] : undefined;
    return other === undefined ? [] : [[key, dropped(inner, other, below)]];
  });
  return Object.fromEntries(left);
}

function droppedEntries(entries: readonly unknown[], wanted: readonly unknown[], fields: FieldSet): unknown[] {
  return entries.flatMap((entry) => {
    const found = Object.entries(fields).find(([step]) => isEntry(step, entry));
    if (!found) return [entry];
    const [step, below] = found;
    const other = wanted.find((each) => isEntry(step, each));
    return other === undefined ? [] : [dropped(entry, other, below)];
  });
}

function isEntry(step: string, entry: unknown): boolean {
  if (step.startsWith('v:')) return isDeepStrictEqual(JSON.parse(step.slice(2)), entry);
  if (!step.startsWith('k:') || !isMapping(entry)) return false;
  const keys = JSON.parse(step.slice(2)) as Record<string, unknown>;
  // The server fills in a part of some keys, as the protocol of a port.
  return Object.entries(keys).every(([key, value]) => entry[key] === value || entry[key] === undefined);
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
