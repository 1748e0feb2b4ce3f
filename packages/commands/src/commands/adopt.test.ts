import { expect, test } from 'vitest';
import { inMemoryPlatform, runToReport, sampleAction, samplePlan } from '../testing/index.ts';

const labels = [{ path: 'metadata.labels.app', after: 'naas' }];
const homes = sampleAction({
  id: 'PersistentVolume nfs-pv',
  component: 'homes',
  verb: 'adopt',
  subject: { kind: 'PersistentVolume', name: 'nfs-pv' },
  changes: [...labels, { path: 'spec.persistentVolumeReclaimPolicy', before: 'Delete', after: 'Retain' }],
});
const claim = sampleAction({ id: 'PersistentVolumeClaim lab/jhub-claim', verb: 'adopt', changes: labels });
const policy = sampleAction({
  id: 'NetworkPolicy notebook-kernels/kernels',
  component: 'network',
  subject: { kind: 'NetworkPolicy', name: 'kernels', namespace: 'notebook-kernels' },
});
const gateway = sampleAction({ verb: 'held', reason: 'it would end 1 running kernel (kernel-alice)' });

const adopting = (...actions: ReturnType<typeof sampleAction>[]) =>
  inMemoryPlatform({ planAdopt: async (options = {}) => samplePlan({ intent: 'adopt', options, actions }) });

test('says how much stays as it is and what is changed for safety, asks, takes over and proves', async () => {
  const platform = adopting(homes, claim, policy);
  const { report, questions } = await runToReport('adopt', { platform });
  expect(questions[0]).toMatchObject({
    words: 'Take over lab (3 changes)?',
    report: { title: 'Plan to take over lab: 3 changes' },
  });
  const said = questions[0]?.report.blocks.flatMap((block) => (block.kind === 'text' ? [block.text] : []));
  expect(said).toEqual([
    '2 taken over, of which 1 stay as they are; 1 made new; nothing is deleted.',
    'For safety, who may talk to whom is limited: NetworkPolicy notebook-kernels/kernels.',
    'For safety, files outlive their claim: PersistentVolume nfs-pv.',
  ]);
  expect(platform.done).toEqual(['apply adopt', 'prove']);
  expect(report.title).toBe('lab is taken over: 3 changes in 12 s (run 1)');
  expect(report.next).toEqual([{ label: 'Go on from here', command: 'deploy' }]);
});

test('while the gateway waits for its kernels there is no proof', async () => {
  const platform = adopting(homes, gateway);
  const { report } = await runToReport('adopt', { platform });
  expect(platform.done).toEqual(['apply adopt']);
  expect(report.title).toBe('lab is taken over: 1 change in 12 s (run 1), 1 waits');
  expect(report.blocks).toContainEqual({ kind: 'text', text: 'No proof was run.' });
  expect(JSON.stringify(report.blocks)).toContain('it would end 1 running kernel');
});

test('nobody else is asked who is signed in: a hub made by hand knows nothing of us', async () => {
  const people = async () => Promise.reject(new Error('asked'));
  const platform = { ...adopting(homes), people };
  const { questions } = await runToReport('adopt', { platform, answer: false });
  expect(JSON.stringify(questions[0]?.report.blocks)).not.toContain('signed in');
});

test.each([
  ['is the platform’s own already', [], "Nothing to take over: lab is the platform's own"],
  ['is not there at all', [policy], 'Nothing to take over: there is nothing of lab on this cluster'],
])('where everything %s, deploy is the next thing', async (_what, actions, title) => {
  const platform = adopting(...actions);
  const { report, questions } = await runToReport('adopt', { platform });
  expect(report).toMatchObject({ title, outcome: 'done' });
  expect(report.next?.[0]?.command).toBe('deploy');
  expect([questions, platform.done]).toEqual([[], []]);
});

test('ending the kernels is asked for by the same word as with deploy', async () => {
  const asked: unknown[] = [];
  const platform = inMemoryPlatform({
    planAdopt: async ({ signal: _signal, ...options } = {}) => {
      asked.push(options);
      return samplePlan({ intent: 'adopt', options });
    },
  });
  await runToReport('adopt', { platform, answer: false });
  await runToReport('adopt --end-kernels', { platform, answer: false });
  expect(asked).toEqual([{}, { endKernels: true }]);
});
