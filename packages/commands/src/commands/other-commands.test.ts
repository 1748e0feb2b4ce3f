import { expect, test } from 'vitest';
import { inMemoryPlatform, runToReport, sampleOrphan } from '../testing/index.ts';

test('verify shows each phase with its time, and the plot', async () => {
  const { report, progress } = await runToReport('verify', { platform: inMemoryPlatform() });
  expect(report.title).toBe('lab works: the proof passed in 4.0 s');
  expect(report.blocks[0]).toMatchObject({ rows: [['server starts', '4.0 s', 'pod jupyter-naas-verify']] });
  expect(report.blocks[1]).toMatchObject({ kind: 'picture' });
  expect(progress.map(({ state }) => state)).toEqual(['doing', 'done']);
});

test('kernels lists one person by exact name only', async () => {
  const { report } = await runToReport('kernels alice', { platform: inMemoryPlatform({ kernels: 2 }) });
  expect(report.title).toBe('alice: 2 kernels, 1 busy');
  const other = await runToReport('kernels ali', { platform: inMemoryPlatform({ kernels: 2 }) });
  expect(other.report.title).toBe('ali: no kernel');
});

test('a kernel pod that the gateway does not know is shown as an orphan', async () => {
  const platform = inMemoryPlatform({ orphans: [sampleOrphan('bob')] });
  const { report } = await runToReport('kernels', { platform });
  expect(report).toMatchObject({ title: '1 kernel, 1 busy; 1 orphan', tone: 'warning' });
  expect(report.blocks[1]).toMatchObject({
    rows: [['bob', '77aa0000', 'a pod the gateway does not know', 'notebook-kernels/kernel-77aa']],
  });
  const { report: ofBob } = await runToReport('kernels bob', { platform });
  expect(ofBob.title).toBe('bob: 1 kernel');
  expect(ofBob.blocks[0]).toMatchObject({ rows: [expect.arrayContaining(['bob', 'unknown to the gateway'])] });
});

test('a server starts with the progress of the hub', async () => {
  const { report, progress } = await runToReport('server start alice', { platform: inMemoryPlatform() });
  expect(progress.map(({ words, detail }) => `${detail} ${words}`)).toEqual([
    '50 % Server requested',
    '100 % Server ready',
  ]);
  expect(report.title).toBe('the server of alice is ready after 0.0 s');
});

test('a server stops after a question that says which kernels end with it', async () => {
  const platform = inMemoryPlatform();
  const { report, questions } = await runToReport('server stop alice', { platform });
  expect(questions[0]?.report.blocks[0]).toMatchObject({ title: 'Kernels that end with it' });
  expect(report.title).toBe('the server of alice stopped in 2.1 s; the home is untouched');
  expect(report.next).toEqual([{ label: 'See what is left', command: 'kernels alice' }]);
});

test('kernelspecs that differ on the share are listed, and pushing them is offered', async () => {
  const platform = inMemoryPlatform({
    kernelspecs: async () => ({
      specs: [{ name: 'python_kubernetes', inFile: true, onShare: true, inGateway: false }],
      files: [
        { path: 'python_kubernetes/kernel.json', state: 'changed' },
        { path: 'python_kubernetes/scripts/launch.py', state: 'same' },
        { path: 'r/kernel.json', state: 'foreign' },
      ],
      gatewayError: 'The gateway does not answer.',
    }),
  });
  const { report } = await runToReport('kernelspecs diff', { platform });
  expect(report).toMatchObject({ title: '1 file on the share not as the file says', outcome: 'unwell' });
  expect(report.next?.[0]?.command).toBe('kernelspecs push');
  const list = await runToReport('kernelspecs list', { platform });
  expect(list.report.blocks[0]).toMatchObject({ rows: [['python_kubernetes', 'yes', 'yes', 'unknown']] });
});

test('pushing kernelspecs shows the plan first', async () => {
  const platform = inMemoryPlatform();
  const { questions } = await runToReport('kernelspecs push', { platform });
  expect(questions[0]?.words).toBe('Publish the kernelspecs?');
  expect(platform.done).toEqual(['apply deploy']);
});
