import { type Kube, listTable } from '../../kube/index.ts';
import type { ReleaseRef } from '../releases/release.ts';

/** Where Helm stores one revision of a release, as far as its labels tell: a Secret, whose content is not read. */
export interface RevisionRecord {
  readonly revision: number;
  /** Helm's own word. */
  readonly status: string;
  /** The Secret's name. */
  readonly secret: string;
  readonly uid: string;
}

export const SECRET = { apiVersion: 'v1', kind: 'Secret' } as const;

/** Lists the records of a release, newest first; none when there is no such release. */
export async function revisionRecords(
  kube: Kube,
  { name, namespace }: ReleaseRef,
  options: { readonly signal?: AbortSignal } = {},
): Promise<RevisionRecord[]> {
  const labelSelector = `owner=helm,name=${name}`;
  const { rows } = await listTable(kube, SECRET, { ...options, namespace, labelSelector });
  return rows
    .map(({ name: secret, uid = '', labels = {} }) => ({
      revision: Number(labels['version']),
      status: labels['status'] ?? 'unknown',
      secret,
      uid,
    }))
    .toSorted((a, b) => b.revision - a.revision);
}
