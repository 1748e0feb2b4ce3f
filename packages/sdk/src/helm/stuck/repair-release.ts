import { isDeepStrictEqual } from 'node:util';
import { deleteObject, getObject, type Kube, type KubeObject, type ObjectRef, refOf } from '../../kube/index.ts';
import { rollbackRelease } from '../actions/rollback-release.ts';
import type { Helm } from '../program/helm.ts';
import { keepRecord, type KeepRecordOptions } from './keep-record.ts';
import { type RevisionRecord, revisionRecords, SECRET } from './record.ts';
import { straysOf } from './strays.ts';
import type { StuckRelease } from './stuck-release.ts';
import { unfinishedOf } from './unfinished.ts';
import { releaseChanged, releaseInUse } from './words.ts';

export interface RepairTools {
  readonly kube: Kube;
  readonly helm: Helm;
}

export interface Repaired {
  /** The copies of Helm's records that were kept. */
  readonly kept: readonly ObjectRef[];
  /**
   * Objects that only a forgotten revision names. The next upgrade takes those that it wants; the others stay until
   * someone removes them.
   */
  readonly strays: readonly ObjectRef[];
}

/**
 * Makes a stuck release one that `upgradeInstall` goes on with: keeps a copy of the records it is about, then removes
 * them or rolls the release back. No object of the release is deleted. A repair that was interrupted is done again from
 * the start.
 *
 * @throws NaasError `HELM_RELEASE_STUCK` when a Helm may still be at work on it; `KUBE_CONFLICT` when it is no longer
 * as it was when it was recognised.
 */
export async function repairRelease(
  { kube, helm }: RepairTools,
  stuck: StuckRelease,
  options: KeepRecordOptions,
): Promise<Repaired> {
  if (stuck.mayStillRun) throw releaseInUse(stuck);
  const { keepIn: _keepIn, ...call } = options;
  const secrets = await readUnfinished(kube, stuck, call);
  const kept: ObjectRef[] = [];
  for (const secret of secrets) kept.push(await keepRecord(kube, secret, options));
  if (stuck.repair === 'rollback') {
    await rollbackRelease(helm, { ...stuck, revision: stuck.deployedRevision ?? stuck.revision }, call);
    return { kept, strays: [] };
  }
  const base = await readBase(kube, stuck, call);
  const strays = straysOf(secrets, base);
  // The newest first: whatever is left when this is interrupted is stuck in the same way.
  for (const secret of secrets) {
    const { uid = '', resourceVersion = '' } = secret.metadata;
    await deleteObject(kube, refOf(secret), { ...call, uid, resourceVersion });
  }
  return { kept, strays };
}

interface CallOptions {
  readonly signal?: AbortSignal;
}

/** Reads the records whole, and refuses when another Helm has come in between. */
async function readUnfinished(kube: Kube, stuck: StuckRelease, call: CallOptions): Promise<KubeObject[]> {
  const found = unfinishedOf(await revisionRecords(kube, stuck, call));
  if (!isDeepStrictEqual(found?.records, stuck.unfinished)) throw releaseChanged(stuck);
  return Promise.all(stuck.unfinished.map((record) => readRecord(kube, { stuck, record }, call)));
}

async function readRecord(
  kube: Kube,
  { stuck, record }: { readonly stuck: StuckRelease; readonly record: RevisionRecord },
  call: CallOptions,
): Promise<KubeObject> {
  const secret = await getObject(kube, { ...SECRET, namespace: stuck.namespace, name: record.secret }, call);
  const { uid, labels = {} } = secret?.metadata ?? {};
  if (!secret || uid !== record.uid || labels['status'] !== record.status) throw releaseChanged(stuck);
  return secret;
}

/** The record of the revision that Helm goes on from. */
async function readBase(kube: Kube, stuck: StuckRelease, call: CallOptions): Promise<KubeObject | undefined> {
  const { name, namespace, deployedRevision } = stuck;
  if (deployedRevision === undefined) return undefined;
  return getObject(kube, { ...SECRET, namespace, name: `sh.helm.release.v1.${name}.v${deployedRevision}` }, call);
}
