import { NaasError } from '@naas/sdk';
import { expect, test } from 'vitest';
import { inMemoryPlatform, runToReport, sampleOrphan, samplePeople } from '../testing/index.ts';

test('the only kernel of a person ends after a question, and the report says how long it took', async () => {
  const platform = inMemoryPlatform();
  const { report, questions } = await runToReport('kill-kernel alice', { platform });
  expect(questions[0]?.words).toBe('Stop kernel 0f3a5c77… of alice?');
  expect(JSON.stringify(questions[0]?.report.blocks)).toContain('1 kernel busy');
  expect(report.title).toBe('kernel 0f3a5c77… of alice gone in 3.2 s; the server and the home are untouched');
  expect(platform.done).toEqual(['end kernel 0f3a5c77-2f0e-4f0e-9d3f-4b2f0a1c9e55']);
});

test('several kernels without an id end nothing and offer each by name', async () => {
  const platform = inMemoryPlatform({ kernels: 2 });
  const { report } = await runToReport('kill-kernel alice', { platform });
  expect(report).toMatchObject({ title: 'alice has 2 kernels: say which one, or --all', outcome: 'undecided' });
  expect(report.next?.map(({ command }) => command)).toEqual([
    'kill-kernel alice 0f3a5c77',
    'kill-kernel alice 1f3a5c77',
    'kill-kernel alice --all',
  ]);
  expect(platform.done).toEqual([]);
});

test('the beginning of an id is enough when only one kernel has it', async () => {
  const platform = inMemoryPlatform({ kernels: 2 });
  await runToReport('kill-kernel alice 1F', { platform });
  expect(platform.done).toEqual(['end kernel 1f3a5c77-2f0e-4f0e-9d3f-4b2f0a1c9e55']);
});

test.each([
  ['kill-kernel alice 9', 'No kernel of alice begins with "9".'],
  ['kill-kernel alice 1 --all', 'Give an ID or --all, not both.'],
])('%s is refused', async (line, message) => {
  const platform = inMemoryPlatform({ kernels: 2 });
  await expect(runToReport(line, { platform })).rejects.toMatchObject({ code: 'USAGE', message });
  expect(platform.done).toEqual([]);
});

test('an id that two kernels begin with is refused with both of them', async () => {
  const platform = inMemoryPlatform({ kernels: 11 });
  await expect(runToReport('kill-kernel alice 1', { platform })).rejects.toMatchObject({
    message: 'More than one kernel of alice begins with "1".',
    hint: 'There is 1f3a5c77-2f0e-4f0e-9d3f-4b2f0a1c9e55 and 10f3a5c77-2f0e-4f0e-9d3f-4b2f0a1c9e55.',
  });
});

test('all kernels end one after the other when that is asked for', async () => {
  const platform = inMemoryPlatform({ kernels: 3 });
  const { report } = await runToReport('kill-kernel alice --all', { platform });
  expect(report.title).toBe('3 kernels of alice gone, the slowest in 3.2 s; the server and the home are untouched');
  expect(platform.done).toHaveLength(3);
});

test('a name that only begins like a person touches nobody, says where was looked and who was meant', async () => {
  const platform = inMemoryPlatform();
  const { report, questions } = await runToReport('kill-kernel ali', { platform });
  expect(report.title).toBe('ali has no kernel running');
  expect(JSON.stringify(report.blocks)).toContain("Looked at the gateway's list and at the kernels' pods");
  expect(report.next).toEqual([{ label: 'Did you mean alice?', command: 'kernels alice' }]);
  expect(questions).toEqual([]);
  expect(platform.done).toEqual([]);
});

test('a kernel that only its pod tells of ends too, and how is said', async () => {
  const platform = inMemoryPlatform({ orphans: [sampleOrphan('carol'), sampleOrphan('caro')] });
  const { report, questions } = await runToReport('kill-kernel carol', { platform });
  expect(JSON.stringify(questions[0]?.report.blocks)).toContain('unknown to the gateway');
  expect(report.title).toBe('kernel 77aa0000… of carol gone in 3.2 s; the server and the home are untouched');
  expect(report.blocks).toEqual([
    { kind: 'text', text: 'The gateway did not know this kernel, so its pod was deleted.' },
  ]);
  expect(platform.done).toEqual(['end kernel 77aa0000-0000-4000-8000-000000000000']);
});

test('a yes to one kernel is about its id, not about how it looks now', async () => {
  const { questions } = await runToReport('kill-kernel alice', { platform: inMemoryPlatform() });
  expect(questions[0]?.subject).toEqual(['0f3a5c77-2f0e-4f0e-9d3f-4b2f0a1c9e55']);
});

test('a no ends no kernel', async () => {
  const platform = inMemoryPlatform();
  const { report } = await runToReport('kill-kernel alice', { platform, answer: false });
  expect(report.outcome).toBe('declined');
  expect(platform.done).toEqual([]);
});

test('when the gateway does not answer, nobody is told that there is no kernel', async () => {
  const gap = new NaasError('GATEWAY_UNREACHABLE', 'The gateway cannot be reached: no pod is ready.');
  const platform = inMemoryPlatform({ people: async () => ({ ...samplePeople(0), gaps: [gap] }) });
  await expect(runToReport('kill-kernel alice', { platform })).rejects.toBe(gap);
  const { report } = await runToReport('kernels', { platform });
  expect(report.tone).toBe('warning');
  expect(report.blocks).toContainEqual({ kind: 'text', text: `Not everything is known: ${gap.message}` });
});
