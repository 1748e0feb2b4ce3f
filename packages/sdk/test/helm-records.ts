import { gzipSync } from 'node:zlib';
import type { KubeObject } from '../src/kube/index.ts';
import { type ObjectServer, startObjectServer } from './object-server.ts';

export interface HelmRecord {
  readonly name: string;
  readonly revision: number;
  readonly status: string;
  /** When Helm last wrote it, RFC 3339. */
  readonly written?: string;
  readonly manifest?: string;
}

/** The Secret in which Helm stores a revision, in the namespace `lab`: gzipped JSON, in base64, which the API encodes once more. */
export function helmRecord({ name, revision, status, ...more }: HelmRecord): KubeObject {
  const { written = '2026-01-01T00:00:00Z', manifest = '' } = more;
  const metadata = { name: 'jupyterhub', version: '4.4.0', appVersion: '5.5.0' };
  const info = { status, last_deployed: '2026-01-01T00:00:00Z' };
  const json = JSON.stringify({ name, namespace: 'lab', version: revision, info, chart: { metadata }, manifest });
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'helm.sh/release.v1',
    metadata: {
      name: `sh.helm.release.v1.${name}.v${revision}`,
      namespace: 'lab',
      uid: `00000000-uid-of-v${revision}`,
      // Helm takes this label over from the revision before.
      labels: { owner: 'helm', name, version: String(revision), status, modifiedAt: '1700000000' },
      creationTimestamp: '2026-01-01T00:00:00Z',
      managedFields: [{ manager: 'Helm', operation: 'Update', time: written }],
    },
    data: { release: Buffer.from(gzipSync(json).toString('base64')).toString('base64') },
  };
}

/** Starts an API server with Helm's records in it, which lists them as a table too. */
export async function startRecordServer(records: readonly HelmRecord[]): Promise<ObjectServer> {
  const objects = records.map(helmRecord);
  const rows = objects.map(({ metadata: { managedFields: _managedFields, ...metadata } }) => ({
    cells: [],
    object: { metadata },
  }));
  return startObjectServer({
    objects,
    instead: ({ headers }) => (headers.accept?.includes('as=Table') ? { body: { metadata: {}, rows } } : undefined),
  });
}
