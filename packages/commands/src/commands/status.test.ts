import { NaasError } from '@naas/sdk';
import { expect, test } from 'vitest';
import { MAX_ROWS } from '../report.ts';
import { inMemoryPlatform, runToReport, samplePeople, sampleStatus } from '../testing/index.ts';

test('a platform that is well says so first, then shows five views and the people', async () => {
  const { report } = await runToReport('status', { platform: inMemoryPlatform() });
  expect(report).toMatchObject({
    title: 'lab: all well (hub and gateway); 1 server, 1 kernel',
    tone: 'good',
    outcome: 'done',
  });
  const titles = report.blocks.flatMap((block) => (block.kind === 'table' ? [block.title] : []));
  expect(titles).toEqual(['Volumes', 'Claims', 'Services', 'Pods', 'Releases', 'People']);
  expect(report.blocks).toContainEqual(
    expect.objectContaining({ title: 'People', rows: [['alice', 'ready', '0f3a5c77 busy', '2 min ago']] }),
  );
});

test.each([
  ['unwell', 'bad'],
  ['absent', 'bad'],
  ['starting', 'warning'],
  ['unknown', 'warning'],
] as const)('a part that is %s makes the platform not well', async (state, tone) => {
  const health = [{ part: 'gateway', state, words: 'no pod is ready' }];
  const platform = inMemoryPlatform({ status: async () => sampleStatus({ health }) });
  const { report } = await runToReport('status', { platform });
  expect(report).toMatchObject({ tone, outcome: 'unwell' });
  expect(report.title).toContain(`not well (gateway ${state})`);
});

test('nothing known is not well', async () => {
  const platform = inMemoryPlatform({ status: async () => sampleStatus({ health: [] }) });
  const { report } = await runToReport('status', { platform });
  expect(report).toMatchObject({ tone: 'bad', outcome: 'unwell' });
});

test('a hub that does not answer leaves the people unknown, never nobody', async () => {
  const people = async () => Promise.reject(new NaasError('HUB_UNREACHABLE', 'The hub does not answer.'));
  const { report } = await runToReport('status', { platform: inMemoryPlatform({ people }) });
  expect(report.title).toContain('who is on is unknown');
  expect(report.blocks).toContainEqual({ kind: 'text', text: 'Who is on is unknown: The hub does not answer.' });
});

test('ten thousand people are cut to a table one can read, and the report says how many are left out', async () => {
  const [alice] = samplePeople().people.map((person) => Array.from({ length: 10_000 }, () => person));
  const people = (alice ?? []).map((person, index) => ({ ...person, name: `person-${index}` }));
  const platform = inMemoryPlatform({ people: async () => ({ people, orphans: { pods: [], kernels: [] } }) });
  const { report } = await runToReport('status', { platform });
  const table = report.blocks.find((block) => block.kind === 'table' && block.title === 'People');
  expect(table).toMatchObject({ omitted: 10_000 - MAX_ROWS });
  expect(report.title).toContain('10000 servers');
});

test('what the cluster cannot hold is said', async () => {
  const notes = ['This cluster has no ValidatingAdmissionPolicy.'];
  const platform = inMemoryPlatform({ status: async () => ({ ...sampleStatus(), notes }) });
  const { report } = await runToReport('status', { platform });
  expect(report.blocks.at(-1)).toMatchObject({ text: notes[0] });
});
