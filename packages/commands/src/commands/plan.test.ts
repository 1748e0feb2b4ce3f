import { expect, test } from 'vitest';
import { readPlanFile } from '../plans/index.ts';
import { inMemoryPlatform, runToReport, sampleAction, samplePlan } from '../testing/index.ts';

test('a plan is shown with its digest, and the offer is to do exactly that', async () => {
  const platform = inMemoryPlatform();
  const { report, questions } = await runToReport('plan', { platform });
  const { digest } = await platform.plan();
  expect(report).toMatchObject({ title: 'Plan for lab: 3 changes', outcome: 'changes' });
  expect(report.blocks).toContainEqual({ kind: 'facts', facts: [{ label: 'digest', value: digest }] });
  expect(report.next).toEqual([{ label: 'Do exactly this', command: `deploy --plan ${digest}` }]);
  expect([questions, platform.done]).toEqual([[], []]);
});

test('what it was made with is part of the offer, because it is part of the plan', async () => {
  const platform = inMemoryPlatform();
  const { report } = await runToReport('plan --take-over --end-kernels', { platform });
  const command = report.next?.[0]?.command ?? '';
  expect(command).toMatch(/^deploy --plan [0-9a-f]+ --take-over --end-kernels$/);
  expect((await runToReport(command, { platform })).report.outcome).toBe('done');
});

test('a platform that is as the file says has a plan of nothing', async () => {
  const platform = inMemoryPlatform();
  await runToReport('deploy --no-verify', { platform });
  const { report } = await runToReport('plan', { platform });
  expect(report).toMatchObject({ title: 'Plan for lab: no change', outcome: 'done', next: [] });
});

test('what is blocked comes first, says who holds it, and makes the plan a failure', async () => {
  const blocked = sampleAction({
    verb: 'blocked',
    reason: '.spec.replicas (held by kubectl-edit); take it over with --take-over',
    conflicts: [{ manager: 'kubectl-edit', field: '.spec.replicas' }],
    changes: [{ path: 'spec.replicas', before: 3, after: 1 }],
  });
  const platform = inMemoryPlatform({
    plan: async () => samplePlan({ actions: [sampleAction({ id: 'x' }), blocked] }),
  });
  const { report } = await runToReport('plan', { platform });
  expect(report).toMatchObject({
    title: 'Plan for lab: 1 change, 1 blocked',
    outcome: 'failed',
    tone: 'bad',
    next: [],
  });
  expect(report.blocks[0]).toMatchObject({
    actions: [{ verb: 'blocked', reason: blocked.reason, changes: ['spec.replicas: 3 → 1'] }, { verb: 'create' }],
  });
  expect(report.data).toMatchObject({ plan: [{ id: 'x' }, { conflicts: blocked.conflicts }] });
});

test('what is taken over says from whom', async () => {
  const adopted = sampleAction({ verb: 'adopt', conflicts: [{ manager: 'helm', field: '.spec.type' }] });
  const platform = inMemoryPlatform({ plan: async () => samplePlan({ actions: [adopted] }) });
  const { report } = await runToReport('plan --take-over', { platform });
  expect(report.blocks[0]).toMatchObject({
    actions: [{ verb: 'adopt', changes: ['spec.type: taken over from helm'] }],
  });
});

test('the file of a plan is read back as the same plan', async () => {
  const platform = inMemoryPlatform();
  const { report } = await runToReport('plan --end-kernels', { platform });
  expect(readPlanFile(report.file?.() ?? '', 'plan.json')).toEqual(await platform.plan({ endKernels: true }));
});

test.each([
  ['no JSON', () => 'verb: create'],
  ['another file', () => '{"kind":"Platform"}'],
  ['a plan to destroy', (file: string) => file.replace('"deploy"', '"destroy"')],
])('a file that is %s is refused by its name', async (_what, damage) => {
  const { report } = await runToReport('plan', { platform: inMemoryPlatform() });
  expect(() => readPlanFile(damage(report.file?.() ?? ''), 'plan.json')).toThrow(
    'plan.json is not a plan as plan --out writes it.',
  );
});

test('a plan whose file was changed by hand is refused', async () => {
  const { report } = await runToReport('plan', { platform: inMemoryPlatform() });
  const changed = (report.file?.() ?? '').replace('"verb": "update"', '"verb": "delete"');
  expect(() => readPlanFile(changed, 'plan.json')).toThrow('is not the one its digest was made for');
});
