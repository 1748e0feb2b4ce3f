import { describe, expect, it } from 'vitest';
import { type HelmRecord, startRecordServer } from '../../../test/helm-records.ts';
import { stuckRelease } from './stuck-release.ts';
import { releaseInUse } from './words.ts';

const ref = { name: 'jhub', namespace: 'lab' };
const at = (time: string) => Date.parse(`2026-01-01T${time}Z`);

/** A history such as `1 deployed, 2 failed`, whose newest revision was last written at 12:00. */
const history = (text: string): HelmRecord[] =>
  text
    .split(', ')
    .map((each) => each.split(' '))
    .map(([revision, status = '']) => ({
      name: 'jhub',
      revision: Number(revision),
      status,
      written: '2026-01-01T12:00:00Z',
    }));

async function look(text: string, now: number) {
  await using api = await startRecordServer(history(text));
  return await stuckRelease(api.kube, ref, { now });
}

it.each([
  [
    '1 pending-install',
    'Helm was stopped while installing release lab/jhub (revision 1, 2026-01-01T12:00:00Z): a copy of its record is kept, then the record is removed and it is installed anew; every object stays as it is, claims with their data too.',
  ],
  [
    '1 failed',
    'Helm failed while installing release lab/jhub (revision 1, 2026-01-01T12:00:00Z): a copy of its record is kept, then the record is removed and it is installed anew; every object stays as it is, claims with their data too.',
  ],
  [
    '8 superseded, 9 deployed, 10 pending-upgrade',
    'Helm was stopped while upgrading release lab/jhub (revision 10, 2026-01-01T12:00:00Z): a copy of its record is kept, then the record is removed and Helm goes on from revision 9; every object stays as it is, claims with their data too.',
  ],
  [
    '1 superseded, 2 uninstalling',
    'Helm was stopped while removing release lab/jhub (revision 2, 2026-01-01T12:00:00Z): a copy of its record is kept, then revision 2 is brought back by a rollback; what is left of it stays, claims with their data too.',
  ],
])('says of %s what is wrong, what will be done and what is kept', async (text, words) => {
  expect((await look(text, at('12:06:00')))?.words).toBe(words);
});

describe('a release on which Helm may still be at work', () => {
  it.each([
    ['1 pending-install', '12:05:59', true],
    ['1 pending-install', '12:06:00', false],
    ['1 uninstalling', '12:05:59', true],
    ['1 uninstalling', '12:06:00', false],
    // The clock of this machine may be behind the API server's.
    ['1 pending-install', '11:59:00', true],
    ['1 failed', '12:00:01', false],
  ])('%s at %s: %s', async (text, now, mayStillRun) => {
    expect(await look(text, at(now))).toMatchObject({ mayStillRun, since: '2026-01-01T12:00:00Z' });
  });

  it('is refused with how long to wait', async () => {
    const stuck = await look('1 deployed, 2 pending-upgrade', at('12:01:00'));
    expect(stuck && releaseInUse(stuck)).toMatchObject({
      code: 'HELM_RELEASE_STUCK',
      message:
        'Helm has been upgrading release lab/jhub since 2026-01-01T12:00:00Z and may be at it until 2026-01-01T12:06:00.000Z.',
      retryable: true,
      subject: { kind: 'Release', ...ref },
    });
  });
});

it('reads no more than labels of a release that is well', async () => {
  await using api = await startRecordServer(history('1 superseded, 2 deployed'));
  expect(await stuckRelease(api.kube, ref, { now: at('13:00:00') })).toBeUndefined();
  expect(api.seen.map(({ headers }) => headers.accept)).toEqual([expect.stringContaining('as=Table')]);
  expect(api.seen[0]?.query.get('labelSelector')).toBe('owner=helm,name=jhub');
});
