import type { Kube } from '../connection.ts';
import { KubeError } from '../kube-error.ts';
import { nameOf, refOf } from '../object.ts';
import type { CallOptions, KubeObject, ObjectRef } from '../object.ts';
import { request } from '../transport.ts';
import type { RequestOptions } from '../transport.ts';
import { covers } from './covers.ts';
import { collectionPath, objectPath } from './kinds.ts';
import { getObject, objectFrom } from './read.ts';

export interface WriteOptions extends CallOptions {
  /** Ask for the outcome, with defaults and admission, and change nothing. @default false */
  readonly dryRun?: boolean;
}

export interface ApplyOptions extends WriteOptions {
  /** Take over fields that other managers own. @default false */
  readonly force?: boolean;
}

export interface DeleteOptions extends CallOptions {
  /** Delete only the object with this uid, not one that has since taken its name. */
  readonly uid?: string;
  /** Delete only this version of the object. */
  readonly resourceVersion?: string;
  /** @default 'Background' */
  readonly propagation?: 'Foreground' | 'Background' | 'Orphan';
  /** @default the object's own */
  readonly gracePeriodSeconds?: number;
}

const FIELD_MANAGER = 'naas';

/**
 * Makes an object be as described, by server-side apply: what is not mentioned is left to others.
 *
 * Unknown fields are refused. See the API concepts, "Server-Side Apply".
 *
 * @throws KubeError `KUBE_CONFLICT` with `conflicts` when other managers own fields of it and `force` is not set.
 */
export async function applyObject(kube: Kube, object: KubeObject, options: ApplyOptions = {}): Promise<KubeObject> {
  const { dryRun, force = false, ...call } = options;
  const ref = refOf(object);
  return write(kube, {
    ...call,
    method: 'PATCH',
    path: await objectPath(kube, ref, call),
    query: { ...writeQuery(dryRun), force },
    // JSON is YAML, and this is the one media type the verb has in every version.
    contentType: 'application/apply-patch+yaml',
    body: object,
    action: `apply ${nameOf(ref)}`,
    subject: ref,
  });
}

/**
 * Creates an object.
 *
 * When the connection breaks and nobody can know whether it was created, an object of that name that has all we asked
 * for counts as ours.
 *
 * @throws KubeError `KUBE_CONFLICT` when another object has the name.
 */
export async function createObject(kube: Kube, object: KubeObject, options: WriteOptions = {}): Promise<KubeObject> {
  const { dryRun, ...call } = options;
  const ref = refOf(object);
  let retried = false;
  try {
    return await write(kube, {
      ...call,
      method: 'POST',
      path: await collectionPath(kube, ref, call),
      query: writeQuery(dryRun),
      body: object,
      action: `create ${nameOf({ ...ref, name: ref.name ?? object.metadata.generateName ?? '' })}`,
      subject: ref,
      // A generated name is new each time: a repeated request could leave two objects.
      repeatable: ref.name !== undefined,
      onRetry: () => (retried = true),
    });
  } catch (error) {
    if (!retried || !(error instanceof KubeError) || error.reason !== 'AlreadyExists') throw error;
    const found = await getObject(kube, ref, call);
    if (!found || !covers(found, object)) throw error;
    return found;
  }
}

/**
 * Replaces an object whole; with a `resourceVersion`, only if it is still that version.
 *
 * @throws KubeError `KUBE_CONFLICT` when it has changed since.
 */
export async function replaceObject(kube: Kube, object: KubeObject, options: WriteOptions = {}): Promise<KubeObject> {
  const { dryRun, ...call } = options;
  const ref = refOf(object);
  return write(kube, {
    ...call,
    method: 'PUT',
    path: await objectPath(kube, ref, call),
    query: writeQuery(dryRun),
    body: object,
    action: `replace ${nameOf(ref)}`,
    subject: ref,
  });
}

/** Changes some fields of an object by a JSON merge patch: null removes a field, a list is replaced whole. */
// oxlint-disable-next-line max-params -- where, what, the change and how: each is said at every call
export async function patchObject(
  kube: Kube,
  ref: ObjectRef,
  patch: unknown,
  options: WriteOptions = {},
): Promise<KubeObject> {
  const { dryRun, ...call } = options;
  return write(kube, {
    ...call,
    method: 'PATCH',
    path: await objectPath(kube, ref, call),
    query: writeQuery(dryRun),
    contentType: 'application/merge-patch+json',
    body: patch,
    action: `change ${nameOf(ref)}`,
    subject: ref,
  });
}

/**
 * Asks for an object to be deleted, and tells whether it was there; finalizers may keep it for a while yet.
 *
 * @throws KubeError `KUBE_CONFLICT` when `uid` or `resourceVersion` is given and the object is another.
 */
export async function deleteObject(kube: Kube, ref: ObjectRef, options: DeleteOptions = {}): Promise<boolean> {
  const { uid, resourceVersion, propagation = 'Background', gracePeriodSeconds, ...call } = options;
  let retried = false;
  try {
    await request(kube, {
      ...call,
      method: 'DELETE',
      path: await objectPath(kube, ref, call),
      body: {
        apiVersion: 'v1',
        kind: 'DeleteOptions',
        propagationPolicy: propagation,
        gracePeriodSeconds,
        preconditions: { uid, resourceVersion },
      },
      action: `delete ${nameOf(ref)}`,
      subject: ref,
      onRetry: () => (retried = true),
    });
    return true;
  } catch (error) {
    // Gone at the second attempt: the first one, whose answer was lost, did it.
    if (error instanceof KubeError && error.status === 404) return retried;
    throw error;
  }
}

async function write(kube: Kube, options: RequestOptions): Promise<KubeObject> {
  return objectFrom(await request(kube, options));
}

function writeQuery(dryRun: boolean | undefined): Record<string, string | undefined> {
  return { fieldManager: FIELD_MANAGER, fieldValidation: 'Strict', dryRun: dryRun ? 'All' : undefined };
}
