import { expect, it } from 'vitest';
import { type HelmRecord, helmRecord, startRecordServer } from '../../../test/helm-records.ts';
import { standInHelm } from '../../../test/stand-in-helm.ts';
import { createObject, type Kube } from '../../kube/index.ts';
import { repairRelease } from './repair-release.ts';
import { stuckRelease } from './stuck-release.ts';

const ref = { name: 'jhub', namespace: 'lab' };
const keepIn = { namespace: 'naas-system', labels: { 'naas.dev/platform': 'lab' } };
const written = '2026-01-01T12:00:00Z';

/** A Helm that finds one revision. */
const oneRevision = () =>
  standInHelm(`echo '${JSON.stringify([{ revision: 3, updated: written, status: 'deployed', chart: 'hub-1.0.0' }])}'`);

const record = (revision: number, status: string, manifest = ''): HelmRecord => {
  return { name: 'jhub', revision, status, manifest, written };
};
const object = (kind: string, name: string) => JSON.stringify({ apiVersion: 'v1', kind, metadata: { name } });

async function recognised(kube: Kube, now = Date.parse('2026-01-01T13:00:00Z')) {
  const stuck = await stuckRelease(kube, ref, { now });
  if (!stuck) throw new Error('It is not stuck.');
  return stuck;
}

it('keeps the record of a killed upgrade, then removes it, and names what only that upgrade wanted', async () => {
  const both = `${object('ConfigMap', 'settings')}\n---\n${object('Service', 'new')}`;
  await using stand = await oneRevision();
  await using api = await startRecordServer([
    record(1, 'deployed', object('ConfigMap', 'settings')),
    record(2, 'pending-upgrade', both),
  ]);
  const repaired = await repairRelease({ kube: api.kube, helm: stand.helm }, await recognised(api.kube), { keepIn });
  expect(api.writes).toEqual([
    'POST Secret naas-system/naas-kept-jhub-v2-00000000',
    'DELETE Secret lab/sh.helm.release.v1.jhub.v2',
  ]);
  expect(repaired).toEqual({
    kept: [{ apiVersion: 'v1', kind: 'Secret', namespace: 'naas-system', name: 'naas-kept-jhub-v2-00000000' }],
    strays: [{ apiVersion: 'v1', kind: 'Service', namespace: 'lab', name: 'new' }],
  });
  const copy = api.live.get('Secret naas-system/naas-kept-jhub-v2-00000000');
  expect(copy).toMatchObject({
    type: 'naas.dev/kept-release',
    immutable: true,
    metadata: {
      labels: { 'naas.dev/platform': 'lab', 'app.kubernetes.io/managed-by': 'naas' },
      annotations: {
        'naas.dev/kept-from': 'lab/sh.helm.release.v1.jhub.v2',
        'naas.dev/kept-status': 'pending-upgrade',
      },
    },
    data: helmRecord(record(2, 'pending-upgrade', both))['data'],
  });
  expect(copy?.metadata.labels).not.toHaveProperty('owner');
  const deletion = api.seen.find(({ method }) => method === 'DELETE')?.body;
  expect(deletion).toMatchObject({ preconditions: { uid: '00000000-uid-of-v2', resourceVersion: expect.any(String) } });
  expect(await stand.asked()).toEqual([]);
});

it('goes on after a repair that was interrupted when the copy was made', async () => {
  await using stand = await oneRevision();
  await using api = await startRecordServer([record(1, 'pending-install')]);
  const stuck = await recognised(api.kube);
  const copy = { namespace: 'naas-system', name: 'naas-kept-jhub-v1-00000000' };
  await createObject(api.kube, { apiVersion: 'v1', kind: 'Secret', metadata: copy });
  const { kept } = await repairRelease({ kube: api.kube, helm: stand.helm }, stuck, { keepIn });
  expect(kept).toMatchObject([copy]);
  expect(api.live.has('Secret lab/sh.helm.release.v1.jhub.v1')).toBe(false);
});

it('brings a half removed release back by a rollback, and removes no record', async () => {
  await using stand = await oneRevision();
  await using api = await startRecordServer([record(1, 'superseded'), record(2, 'uninstalling')]);
  await repairRelease({ kube: api.kube, helm: stand.helm }, await recognised(api.kube), { keepIn });
  expect(api.writes).toEqual(['POST Secret naas-system/naas-kept-jhub-v2-00000000']);
  expect((await stand.asked())[0]).toBe('rollback jhub 2 --namespace lab --history-max 10 --timeout 300000ms');
});

it('touches nothing while Helm may be at work', async () => {
  await using stand = await oneRevision();
  await using api = await startRecordServer([record(1, 'pending-install')]);
  const stuck = await recognised(api.kube, Date.parse('2026-01-01T12:01:00Z'));
  await expect(repairRelease({ kube: api.kube, helm: stand.helm }, stuck, { keepIn })).rejects.toMatchObject({
    code: 'HELM_RELEASE_STUCK',
    retryable: true,
  });
  expect(api.writes).toEqual([]);
});

it('touches nothing when the release has changed since it was looked at', async () => {
  await using stand = await oneRevision();
  await using before = await startRecordServer([record(1, 'deployed'), record(2, 'pending-upgrade')]);
  const stuck = await recognised(before.kube);
  await using after = await startRecordServer([
    record(1, 'superseded'),
    record(2, 'pending-upgrade'),
    record(3, 'deployed'),
  ]);
  await expect(repairRelease({ kube: after.kube, helm: stand.helm }, stuck, { keepIn })).rejects.toMatchObject({
    code: 'KUBE_CONFLICT',
    message: 'Release lab/jhub has changed since it was looked at: another Helm has been at work on it.',
  });
  expect(after.writes).toEqual([]);
});
