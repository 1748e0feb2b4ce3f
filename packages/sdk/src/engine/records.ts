import { createHash } from 'node:crypto';
import { PLATFORM_NAMESPACE } from '../config/index.ts';
import { applyObject, getObject, type Kube } from '../kube/index.ts';
import { MANAGER } from '../resources/index.ts';

/** Where the platform remembers what leaves no trace of its own: checks that passed, files that were published. */
const RECORDS_CONFIG_MAP = { namespace: PLATFORM_NAMESPACE, name: 'naas-records' } as const;

export type Records = Readonly<Record<string, string>>;

interface RecordsOptions {
  readonly signal: AbortSignal;
}

/** Reads the records; none yet is an empty set. */
export async function readRecords(kube: Kube, options: RecordsOptions): Promise<Records> {
  const object = await getObject(kube, { apiVersion: 'v1', kind: 'ConfigMap', ...RECORDS_CONFIG_MAP }, options);
  return (object?.['data'] ?? {}) as Records;
}

/** Adds records to those there are. */
export async function addRecord(kube: Kube, added: Records, options: RecordsOptions): Promise<void> {
  const data = { ...(await readRecords(kube, options)), ...added };
  const metadata = { ...RECORDS_CONFIG_MAP, labels: { 'app.kubernetes.io/managed-by': MANAGER } };
  await applyObject(kube, { apiVersion: 'v1', kind: 'ConfigMap', metadata, data }, options);
}

/** The SHA-256, in hex, of a JSON value whose keys come in a fixed order. */
export function digest(value: unknown): string {
  const sorted = (_key: string, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner;
  return createHash('sha256').update(JSON.stringify(value, sorted)).digest('hex');
}
