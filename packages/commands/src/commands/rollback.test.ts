import { expect, test } from 'vitest';
import { inMemoryPlatform, runToReport, samplePlan, sampleRun } from '../testing/index.ts';

const runs = [sampleRun({ number: 5 }), sampleRun({ number: 4, who: 'bob@desk' })];

test('goes back to the run before the last, and says that the file did not', async () => {
  const platform = inMemoryPlatform({ runs });
  const { report, questions } = await runToReport('rollback', { platform });
  expect(questions[0]).toMatchObject({
    words: 'Take lab back to run 4 (3 changes)?',
    report: { title: 'Plan to take lab back to run 4: 3 changes' },
  });
  expect(questions[0]?.report.blocks).toContainEqual({
    kind: 'text',
    text: 'Run 4 was deploy by bob@desk, 2026-01-05T11:00:00Z.',
  });
  expect(platform.done).toEqual(['apply rollback', 'prove']);
  expect(report.title).toBe('lab is taken back to run 4: 3 changes in 12 s (run 6)');
  expect(JSON.stringify(report.blocks)).toContain('naas.yaml still says what it said');
  expect(report.next?.[0]?.command).toBe('plan');
  expect((await platform.history())[0]).toMatchObject({ intent: 'rollback', rolledBackTo: 4 });
});

test('goes back to the run that is named', async () => {
  const { questions } = await runToReport('rollback 2', { platform: inMemoryPlatform({ runs }), answer: false });
  expect(questions[0]?.words).toBe('Take lab back to run 2 (3 changes)?');
});

test('a platform that is as that run wanted it is left alone', async () => {
  const nothing = samplePlan({ intent: 'rollback', options: { run: 4 }, actions: [] });
  const platform = inMemoryPlatform({ runs, planRollback: async () => nothing });
  const { report, questions } = await runToReport('rollback', { platform });
  expect(report).toMatchObject({ title: 'Nothing to do: lab is as run 4 wanted it', outcome: 'done' });
  expect([questions, platform.done]).toEqual([[], []]);
});
