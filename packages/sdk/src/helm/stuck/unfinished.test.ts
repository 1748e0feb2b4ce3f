import { expect, it } from 'vitest';
import { unfinishedOf } from './unfinished.ts';

/** Writes `1 deployed, 2 failed` as records, newest first. */
const records = (history: string) =>
  history
    .split(', ')
    .map((each) => each.split(' '))
    .map(([revision, status = '']) => ({
      revision: Number(revision),
      status,
      secret: `s${revision}`,
      uid: `u${revision}`,
    }))
    .toReversed();

function inWords(history: string): string {
  const found = unfinishedOf(records(history));
  const revisions = found?.records.map(({ revision }) => revision).join(' and ');
  return `${found?.repair} of ${revisions}, from ${found?.deployedRevision ?? 'nothing'}`;
}

it.each([
  ['1 pending-install', 'forget-revision of 1, from nothing'],
  ['1 failed', 'forget-revision of 1, from nothing'],
  ['1 failed, 2 failed', 'forget-revision of 2 and 1, from nothing'],
  ['1 failed, 2 pending-upgrade', 'forget-revision of 2 and 1, from nothing'],
  ['1 deployed, 2 pending-upgrade', 'forget-revision of 2, from 1'],
  ['1 superseded, 2 pending-upgrade', 'forget-revision of 2, from 1'],
  ['1 superseded, 2 deployed, 3 failed, 4 pending-upgrade', 'forget-revision of 4, from 2'],
  ['1 superseded, 2 deployed, 3 pending-rollback', 'forget-revision of 3, from 2'],
  ['1 deployed, 2 pending-upgrade, 3 pending-rollback', 'forget-revision of 3 and 2, from 1'],
  ['1 uninstalled, 2 pending-install', 'forget-revision of 2, from nothing'],
  ['1 uninstalling', 'rollback of 1, from 1'],
  ['1 superseded, 2 uninstalling', 'rollback of 2, from 2'],
  ['1 uninstalling, 2 pending-rollback', 'rollback of 2 and 1, from 1'],
])('%s: %s', (history, expected) => {
  expect(inWords(history)).toBe(expected);
});

it.each([
  '1 deployed',
  '1 deployed, 2 failed',
  '1 superseded, 2 failed',
  '1 uninstalling, 2 failed',
  '1 uninstalled',
  '1 uninstalled, 2 failed',
  '1 superseded',
  '1 pending-install, 2 deployed',
  '1 superseded, 2 pending-upgrade, 3 deployed',
])('%s: Helm goes on by itself', (history) => {
  expect(unfinishedOf(records(history))).toBeUndefined();
});

it('finds nothing where there is no release', () => {
  expect(unfinishedOf([])).toBeUndefined();
});
