import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { startObjectServer } from '../../test/object-server.ts';
import { storedReleases } from './stored-releases.ts';

/** A revision as Helm stores it: gzipped JSON, in base64, which the API encodes once more. */
function revision(name: string, version: number, status: string) {
  const metadata = { name: 'jupyterhub', version: '4.4.0', appVersion: '5.5.0' };
  const info = { status, last_deployed: '2026-01-01T00:00:00Z' };
  const json = JSON.stringify({ name, namespace: 'lab', version, info, chart: { metadata }, manifest: 'x' });
  const release = Buffer.from(gzipSync(json).toString('base64')).toString('base64');
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'helm.sh/release.v1',
    metadata: {
      name: `sh.helm.release.v1.${name}.v${version}`,
      namespace: 'lab',
      labels: { owner: 'helm', name, version: String(version), status },
    },
    data: { release },
  };
}

test('of each release the latest revision is read, by number and not by name', async () => {
  const objects = [
    revision('jhub', 9, 'failed'),
    revision('jhub', 10, 'pending-upgrade'),
    revision('other', 1, 'deployed'),
  ];
  await using api = await startObjectServer({ objects });
  const releases = await storedReleases(api.kube, 'lab', new AbortController().signal);
  expect(releases).toEqual([
    {
      namespace: 'lab',
      name: 'jhub',
      revision: 10,
      status: 'pending-upgrade',
      chart: 'jupyterhub-4.4.0',
      appVersion: '5.5.0',
      updated: '2026-01-01T00:00:00Z',
    },
    expect.objectContaining({ name: 'other', revision: 1 }),
  ]);
  expect(api.seen[0]?.query.get('labelSelector')).toBe('owner=helm,status!=superseded');
});
