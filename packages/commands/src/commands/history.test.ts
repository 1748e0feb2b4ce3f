import type { AtWork } from '@naas/sdk';
import { expect, test } from 'vitest';
import { inMemoryPlatform, runToReport, sampleRun } from '../testing/index.ts';

const { finishedAt: _finishedAt, ...begun } = sampleRun({ number: 3, outcome: 'running' });
const holder: AtWork = {
  who: 'alice@desk',
  purpose: 'deploy',
  since: '2026-01-05T11:00:00Z',
  renewedAt: '2026-01-05T11:59:58Z',
};

test('lists what was done, the latest first, and offers to go back', async () => {
  const runs = [sampleRun({ number: 2, intent: 'rollback', rolledBackTo: 1, outcome: 'failed' }), sampleRun()];
  const { report } = await runToReport('history', { platform: inMemoryPlatform({ runs }) });
  expect(report).toMatchObject({
    title: 'lab: 2 runs; the last one, rollback to run 1 by alice@desk, 2026-01-05T11:00:00Z: failed',
    tone: 'warning',
    outcome: 'done',
  });
  expect(report.blocks[0]).toMatchObject({
    rows: [
      ['2', '2026-01-05T11:00:00Z', 'alice@desk', 'rollback to run 1', 'failed', '12 s', 'create 2, update 1'],
      ['1', '2026-01-05T11:00:00Z', 'alice@desk', 'deploy', 'done', '12 s', 'create 2, update 1'],
    ],
  });
  expect(report.next?.[0]?.command).toBe('rollback');
});

test.each([
  ['nobody is at work', undefined, 'interrupted'],
  ['its doer gave a sign of life just now', holder, 'running'],
  ['its doer gave none for long', { ...holder, renewedAt: '2026-01-05T11:30:00Z' }, 'interrupted'],
])('a run that says it is running, while %s, is %s', async (_when, atWork, end) => {
  const platform = inMemoryPlatform({ runs: [begun], holder: async () => atWork });
  const { report } = await runToReport('history', { platform });
  expect(report.title).toMatch(new RegExp(`: ${end}$`));
  expect(report.data).toMatchObject({ runs: [{ number: 3, outcome: end }] });
});

test('a run after which another began was interrupted, whoever is at work now', async () => {
  const runs = [{ ...begun, number: 4 }, begun];
  const { report } = await runToReport('history', {
    platform: inMemoryPlatform({ runs, holder: async () => holder }),
  });
  expect(report.data).toMatchObject({ runs: [{ outcome: 'running' }, { outcome: 'interrupted' }] });
  expect(JSON.stringify(report.blocks)).toContain('alice@desk is at work on the platform');
});

test('before the first run there is none', async () => {
  const { report } = await runToReport('history', { platform: inMemoryPlatform() });
  expect(report).toMatchObject({ title: 'lab: no run', blocks: [{ empty: 'Nothing was done yet.' }] });
});
