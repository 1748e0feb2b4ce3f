import { NaasError } from '@naas/sdk';
import { expect, test } from 'vitest';
import { inMemoryPlatform, runToReport, sampleAction, samplePlan } from '../testing/index.ts';

test('shows the plan, asks, applies it and proves the platform', async () => {
  const platform = inMemoryPlatform();
  const { report, questions, progress } = await runToReport('deploy', { platform });
  expect(questions.map(({ words }) => words)).toEqual(['Apply these 3 changes to lab?']);
  expect(questions[0]?.report.blocks[0]).toMatchObject({
    kind: 'diff',
    actions: [
      { verb: 'check', subject: 'Probe homes' },
      { verb: 'create' },
      { verb: 'update', changes: ['data.limit: 1 → 2'] },
    ],
  });
  expect(platform.done).toEqual(['apply deploy', 'prove']);
  expect(report).toMatchObject({ title: 'lab is deployed: 3 changes in 12 s', outcome: 'done', tone: 'good' });
  expect(report.blocks.map(({ kind }) => kind)).toContain('picture');
  expect(progress.map(({ words }) => words)).toContain('gateway: its pod pulls the image');
});

test('the plan says who has a server or a kernel running', async () => {
  const { questions } = await runToReport('deploy', { platform: inMemoryPlatform({ kernels: 2 }), answer: false });
  expect(questions[0]?.report.blocks).toContainEqual({
    kind: 'text',
    text: '1 person has a server or kernel running: alice (2 kernels).',
  });
});

test('a hub that cannot be asked is said in the plan and does not stop it', async () => {
  const people = async () => Promise.reject(new NaasError('HUB_UNREACHABLE', 'The hub does not answer.'));
  const { questions } = await runToReport('deploy', { platform: inMemoryPlatform({ people }), answer: false });
  expect(questions[0]?.report.blocks).toContainEqual({
    kind: 'text',
    text: 'Whether somebody is signed in could not be found out: The hub does not answer.',
  });
});

test('on a first deployment nobody is asked who is signed in', async () => {
  const first = samplePlan();
  const release = sampleAction({ id: 'Release jupyterhub/jhub', component: 'hub', driver: 'release' });
  const platform = inMemoryPlatform({
    plan: async () => ({ ...first, actions: [...first.actions, release] }),
    people: async () => Promise.reject(new Error('asked')),
  });
  const { questions } = await runToReport('deploy', { platform, answer: false });
  expect(JSON.stringify(questions[0]?.report.blocks)).not.toContain('signed in');
});

test('a no leaves everything as it is', async () => {
  const platform = inMemoryPlatform();
  const { report } = await runToReport('deploy', { platform, answer: false });
  expect(report.outcome).toBe('declined');
  expect(platform.done).toEqual([]);
});

test('a second deployment finds nothing to do, asks nothing and proves nothing', async () => {
  const platform = inMemoryPlatform();
  await runToReport('deploy --no-verify', { platform });
  const { report, questions } = await runToReport('deploy', { platform });
  expect(report.title).toBe('Nothing to do: lab is as the file says');
  expect(questions).toEqual([]);
  expect(platform.done).toEqual(['apply deploy']);
});

test('what is blocked stops the whole deployment before it begins', async () => {
  const blocked = sampleAction({
    id: 'PersistentVolume nfs-pv',
    verb: 'blocked',
    reason: 'the source of a volume cannot be changed',
  });
  const platform = inMemoryPlatform({ plan: async () => ({ ...samplePlan(), actions: [sampleAction(), blocked] }) });
  const { report } = await runToReport('deploy', { platform });
  expect(report).toMatchObject({ outcome: 'failed', tone: 'bad' });
  expect(report.title).toBe('lab cannot be deployed: 1 action blocked, nothing was changed');
  expect(platform.done).toEqual([]);
});

test('a proof that fails after an apply says that the changes stay and keeps code and cause', async () => {
  const cause = new NaasError('GATEWAY_UNREACHABLE', 'The gateway enterprise-gateway does not answer.');
  const platform = inMemoryPlatform({
    // oxlint-disable-next-line require-yield
    prove: async function* () {
      throw cause;
    },
  });
  await expect(runToReport('deploy', { platform })).rejects.toMatchObject({
    code: 'GATEWAY_UNREACHABLE',
    message: '3 changes applied, but the proof failed: The gateway enterprise-gateway does not answer.',
    hint: 'The changes stay. Repair the cause, then run verify.',
    cause,
  });
});
