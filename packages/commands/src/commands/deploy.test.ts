import { type Finding, NaasError } from '@naas/sdk';
import { expect, test } from 'vitest';
import { inMemoryPlatform, runToReport, sampleAction, samplePlan, samplePreflight } from '../testing/index.ts';

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
  expect(report).toMatchObject({ title: 'lab is deployed: 3 changes in 12 s (run 1)', outcome: 'done', tone: 'good' });
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
    plan: async () => samplePlan({ actions: [...first.actions, release] }),
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
  const platform = inMemoryPlatform({ plan: async () => samplePlan({ actions: [sampleAction(), blocked] }) });
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

const held = sampleAction({
  id: 'Deployment enterprise-gateway/enterprise-gateway',
  verb: 'held',
  reason: 'it would end 1 running kernel (kernel-alice); deploy again when none runs, or say --end-kernels',
  conflicts: [{ manager: 'kubectl', field: '.spec.replicas' }],
});

test('what waits is told before and after, and is not in the way of the rest', async () => {
  const platform = inMemoryPlatform({
    plan: async () => samplePlan({ actions: [sampleAction({ id: 'Role lab/x' }), held] }),
  });
  const { report, questions } = await runToReport('deploy --no-verify', { platform });
  const waits = {
    kind: 'text',
    text: `1 change waits, Deployment enterprise-gateway/enterprise-gateway: ${held.reason}.`,
  };
  expect(questions[0]).toMatchObject({
    words: 'Apply this change to lab?',
    report: { title: 'Plan for lab: 1 change, 1 waits' },
  });
  expect(questions[0]?.report.blocks).toContainEqual(waits);
  expect(questions[0]?.report.blocks[0]).toMatchObject({
    actions: [{ verb: 'create' }, { verb: 'held', changes: ['spec.replicas: held by kubectl'] }],
  });
  expect(report.title).toBe('lab is deployed: 1 change in 12 s (run 1), 1 waits');
  expect(report.blocks).toContainEqual(waits);
});

test('where everything waits there is nothing to do now, and nothing is asked', async () => {
  const platform = inMemoryPlatform({ plan: async () => samplePlan({ actions: [held] }) });
  const { report, questions } = await runToReport('deploy', { platform });
  expect(report).toMatchObject({ title: 'Nothing to do now: 1 waits', outcome: 'done', tone: 'warning' });
  expect(JSON.stringify(report.blocks)).toContain('1 change waits');
  expect([questions, platform.done]).toEqual([[], []]);
});

test('does the plan whose digest it is given', async () => {
  const platform = inMemoryPlatform();
  const { digest } = await platform.plan();
  const { report } = await runToReport(`deploy --plan ${digest}`, { platform });
  expect(report.outcome).toBe('done');
});

test('a digest stands for the options too', async () => {
  const platform = inMemoryPlatform();
  const { digest } = await platform.plan({ takeOver: true });
  await expect(runToReport(`deploy --plan ${digest}`, { platform })).rejects.toMatchObject({
    code: 'PLAN_MOVED',
    message: expect.stringContaining('it was asked for with other options'),
  });
  const { report } = await runToReport(`deploy --plan ${digest} --take-over`, { platform });
  expect(report.outcome).toBe('done');
});

test('a plan that does not hold any more is refused with what has moved, and nothing is asked', async () => {
  const agreed = samplePlan();
  const actions = agreed.actions.map((action) => (action.component === 'hub' ? { ...action, state: 'other' } : action));
  const platform = inMemoryPlatform({ plan: async () => samplePlan({ actions }) });
  await expect(runToReport(`deploy --plan ${agreed.digest}`, { platform })).rejects.toMatchObject({
    code: 'PLAN_MOVED',
    message: 'The plan no longer holds. Nothing was changed.\nhub: now update ConfigMap jupyterhub/hub',
  });
  expect(platform.done).toEqual([]);
});

test('a yes is about the digest, and the run is of whoever asked', async () => {
  const platform = inMemoryPlatform();
  const { digest } = await platform.plan();
  const { questions } = await runToReport('deploy', { platform, who: 'slack:T1/U1' });
  expect(questions[0]?.subject).toBe(digest);
  expect(await platform.history()).toMatchObject([{ number: 1, who: 'slack:T1/U1' }]);
});

test('another who is at work is named, and since when', async () => {
  const busy = new NaasError(
    'PLATFORM_BUSY',
    'bob@desk is at work on the platform (deploy, since 2026-01-05T11:59:00Z). Nothing more was changed.',
  );
  const platform = inMemoryPlatform({
    apply: async function* () {
      yield { type: 'started', steps: 3 };
      yield { type: 'waiting', component: 'lease', reason: 'bob@desk is at work on the platform', elapsedMs: 0 };
      throw busy;
    },
  });
  await expect(runToReport('deploy', { platform })).rejects.toBe(busy);
});

test('news of components that go side by side are told apart, and a wait for the right to change ends with the run', async () => {
  const check = sampleAction({ component: 'homes', driver: 'probe', reason: 'that the share can be written' });
  const create = sampleAction();
  const platform = inMemoryPlatform({
    apply: async function* () {
      yield { type: 'waiting', component: 'lease', reason: 'bob@desk is at work', elapsedMs: 0 };
      yield { type: 'run-started', run: 7 };
      yield { type: 'step-started', step: check, index: 0, steps: 2 };
      yield { type: 'step-started', step: create, index: 1, steps: 2 };
      yield { type: 'step-finished', step: check, elapsedMs: 1 };
    },
  });
  const { progress } = await runToReport('deploy --no-verify', { platform });
  expect(progress.slice(1).map(({ state, about, words }) => [state, about, words])).toEqual([
    ['waiting', 'lease', 'bob@desk is at work'],
    ['done', 'lease', 'on record as run 7'],
    ['doing', 'homes', 'check that the share can be written'],
    ['doing', 'gateway', 'create Deployment enterprise-gateway/enterprise-gateway'],
    ['done', 'homes', 'check that the share can be written'],
  ]);
});

test('what the cluster lacks is told at once, before anything is asked or changed', async () => {
  const lacking: Finding = { code: 'storage-class', level: 'stop', words: 'There is no default storage class' };
  const platform = inMemoryPlatform({ preflight: async () => samplePreflight(lacking) });
  const { report, questions } = await runToReport('deploy', { platform });
  expect(report.title).toMatch(/^lab cannot be deployed: 1 stop.*; nothing was changed$/);
  expect(report.outcome).toBe('failed');
  expect(questions).toEqual([]);
  expect(platform.done).toEqual([]);
});

test('what a deployer had better know of the cluster stands under the plan', async () => {
  const warning: Finding = {
    code: 'helm',
    level: 'warning',
    words: 'Helm is older than the cluster',
    hint: 'Update it',
  };
  const platform = inMemoryPlatform({ preflight: async () => samplePreflight(warning) });
  const { questions } = await runToReport('deploy', { platform, answer: false });
  expect(JSON.stringify(questions[0]?.report.blocks)).toContain('Warning: Helm is older than the cluster. Update it');
});

test('where no plan can be made for want of something, all that the cluster lacks is told', async () => {
  const plan = async () => Promise.reject(new NaasError('KUBE_FORBIDDEN', 'May not list Secrets.'));
  const lacking: Finding = { code: 'rights', level: 'stop', words: 'May not create Roles' };
  const { report } = await runToReport('deploy', {
    platform: inMemoryPlatform({ plan, preflight: async () => samplePreflight(lacking) }),
  });
  expect(JSON.stringify(report.blocks)).toContain('No plan can be made: May not list Secrets.');
  expect(JSON.stringify(report.blocks)).toContain('May not create Roles');
  await expect(runToReport('deploy', { platform: inMemoryPlatform({ plan }) })).rejects.toThrow(
    'May not list Secrets.',
  );
});
