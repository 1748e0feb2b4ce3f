import type { Plan, PlannedAction, Verb } from '@naas/sdk';
import { expect, test } from 'vitest';
import { MAX_ROWS, type Report } from '../report.ts';
import { inMemoryPlatform, runToReport, sampleAction, samplePlan, sampleRun } from '../testing/index.ts';

const MANY = 5_000;
const long = 'x'.repeat(2_000);
const conflicts = Array.from({ length: 50 }, (_, at) => ({ manager: long, field: `.spec.f${at}` }));
const changes = Array.from({ length: 50 }, (_, at) => ({ path: `spec.f${at}`, before: long, after: { long } }));

const many = (...verbs: readonly Verb[]): PlannedAction[] =>
  Array.from({ length: MANY }, (_, at) => {
    const verb = verbs[at % verbs.length] ?? 'update';
    return sampleAction({ id: `Deployment lab/${at}`, verb, changes, conflicts, reason: `${at} ${long}` });
  });

const planOf = (intent: Plan['intent'], actions: readonly PlannedAction[]) =>
  samplePlan({ intent, actions, warnings: Array.from({ length: MANY }, () => long) });

/** What a person would have to read. */
function sizeOf({ title, blocks, next }: Report): number {
  return JSON.stringify([title, blocks, next]).length;
}

test.each(['plan', 'deploy', 'adopt', 'rollback', 'destroy', 'destroy --delete-data', 'kernelspecs push'])(
  'a plan of 5,000 actions is still one to read: %s',
  async (line) => {
    const actions = many('update', 'adopt', 'held');
    const plan = async () => planOf(line.startsWith('plan') ? 'deploy' : 'destroy', actions);
    const all = { plan, planAdopt: plan, planRollback: plan, planDestroy: plan, planKernelspecs: plan };
    const { report, questions } = await runToReport(line, { platform: inMemoryPlatform(all) });
    for (const shown of [report, ...questions.map((question) => question.report)]) {
      expect(sizeOf(shown)).toBeLessThan(500_000);
      const diffs = shown.blocks.filter((block) => block.kind === 'diff');
      const sizes = diffs.map(({ actions, omitted }) => [actions.length, omitted]);
      expect(sizes).toEqual(diffs.map(() => [MAX_ROWS, MANY - MAX_ROWS]));
    }
  },
);

test('of 5,000 actions the blocked ones are shown, wherever they stand', async () => {
  const actions = [...many('update'), sampleAction({ id: 'PersistentVolume nfs-pv', verb: 'blocked' })];
  const { report } = await runToReport('plan', {
    platform: inMemoryPlatform({ plan: async () => planOf('deploy', actions) }),
  });
  expect(report.blocks[0]).toMatchObject({
    actions: expect.arrayContaining([expect.objectContaining({ verb: 'blocked' })]),
  });
  expect(report.title).toBe('Plan for lab: 5000 changes, 1 blocked');
});

test('a drift of 5,000 objects and a history of 5,000 runs are cut to tables one can read', async () => {
  const objects = Array.from({ length: MANY }, (_, at) => ({
    object: { apiVersion: 'v1', kind: 'ConfigMap', name: `c${at}` },
    fields: [{ path: 'data.x', wanted: long, live: { long } }],
  }));
  const runs = Array.from({ length: MANY }, (_, at) => sampleRun({ number: MANY - at }));
  const platform = inMemoryPlatform({ runs, drift: async () => ({ since: runs[0], objects }) });
  for (const line of ['drift', 'history']) {
    const { report } = await runToReport(line, { platform });
    expect(report.blocks[0]).toMatchObject({ omitted: MANY - MAX_ROWS });
    expect(sizeOf(report)).toBeLessThan(50_000);
  }
});
