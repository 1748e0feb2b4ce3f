import { NaasError } from '@naas/sdk';
import { expect, test } from 'vitest';
import { inMemoryPlatform, runToReport, sampleAction, samplePlan } from '../testing/index.ts';

test('destroy asks for the name of the platform and says what stays, and where', async () => {
  const platform = inMemoryPlatform();
  const { report, questions } = await runToReport('destroy', { platform });
  expect(questions[0]).toMatchObject({ words: 'Take down lab (3 changes)?', typed: 'lab', irrevocable: false });
  expect(report.title).toBe('lab is down: 3 changes in 12 s (run 1)');
  expect(JSON.stringify(report.blocks)).toContain("the hub's database stay");
  expect(report.blocks).toContainEqual(
    expect.objectContaining({ title: 'Volumes', rows: [expect.arrayContaining(['nfs 10.0.0.1:/homes'])] }),
  );
  expect(platform.done).toEqual(['apply destroy']);
});

const deletion = (kind: string, name: string, reason?: string) =>
  sampleAction({
    id: `${kind} ${name}`,
    verb: 'delete',
    driver: kind === 'Files' ? 'probe' : 'manifest',
    subject: { kind, name },
    ...(reason === undefined ? {} : { reason }),
  });

const everything = [
  deletion('Deployment', 'hub'),
  deletion('Files', 'homes', 'erases every home, which is each directory of uid 1000 directly below 10.0.0.1:/homes'),
  deletion('PersistentVolumeClaim', 'hub-db-dir'),
  deletion('PersistentVolume', 'nfs-pv'),
  deletion('Namespace', 'naas-system'),
];

const doomed = () =>
  inMemoryPlatform({
    planDestroy: async ({ signal: _signal, ...options } = {}) =>
      samplePlan({ intent: 'destroy', options, actions: options.deleteData === true ? everything : [] }),
  });

test('with --delete-data it says in plain words what goes for good, and a yes alone is not enough', async () => {
  const platform = doomed();
  const { report, questions, progress } = await runToReport('destroy --delete-data', { platform });
  expect(questions[0]).toMatchObject({
    words: 'Take down lab and delete all data (5 changes)?',
    typed: 'lab',
    irrevocable: true,
  });
  expect(questions[0]?.report.blocks.at(-1)).toMatchObject({
    title: 'Goes for good',
    rows: [
      ['Files homes', expect.stringMatching(/^every file of every person: .* below 10\.0\.0\.1:\/homes$/)],
      ['PersistentVolumeClaim hub-db-dir', "the hub's database: who people are, their passwords and tokens"],
      ['PersistentVolume nfs-pv', 'the way to the share; its files are erased before'],
      ['Namespace naas-system', 'everything in it, also what others put there'],
    ],
  });
  expect(progress.map(({ words }) => words)).toContain('delete Files homes');
  expect(report.title).toBe('lab is down, with all data: 5 changes in 12 s');
  expect(JSON.stringify(report.blocks)).not.toContain('deploy takes them up again');
});

test('where nothing is left, nothing is asked', async () => {
  const { report, questions } = await runToReport('destroy', { platform: doomed() });
  expect(report).toMatchObject({ title: 'Nothing to take down: lab is not there', outcome: 'done' });
  expect(questions).toEqual([]);
});

test('what would take data along is blocked, and then nothing is removed', async () => {
  const blocked = sampleAction({
    id: 'Release jupyterhub/jhub',
    verb: 'blocked',
    reason: 'Helm would delete the claim',
  });
  const platform = inMemoryPlatform({
    planDestroy: async () => samplePlan({ intent: 'destroy', actions: [...everything, blocked] }),
  });
  const { report, questions } = await runToReport('destroy', { platform });
  expect(report).toMatchObject({
    title: 'lab cannot be taken down: 1 action blocked, nothing was changed',
    outcome: 'failed',
  });
  expect([questions, platform.done]).toEqual([[], []]);
});

test('a destroy that is done stays done when nobody can say what is left', async () => {
  const status = async () => Promise.reject(new NaasError('KUBE_UNREACHABLE', 'No answer.'));
  const { report } = await runToReport('destroy', { platform: inMemoryPlatform({ status }) });
  expect(report.outcome).toBe('done');
  expect(JSON.stringify(report.blocks)).toContain('could not be seen: No answer.');
});
