import { expect, test } from 'vitest';
import { helmRecord } from '../../test/helm-records.ts';
import { startObjectServer } from '../../test/object-server.ts';
import { storedReleases } from './stored-releases.ts';

test('of each release the latest revision is read, by number and not by name', async () => {
  const objects = [
    helmRecord({ name: 'jhub', revision: 9, status: 'failed' }),
    helmRecord({ name: 'jhub', revision: 10, status: 'pending-upgrade' }),
    helmRecord({ name: 'other', revision: 1, status: 'deployed' }),
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
