import { expect, test } from 'vitest';
import { COMMANDS } from './catalogue.ts';
import { helpReport, parseCommandLine, usageOf } from './grammar/index.ts';
import { inMemoryPlatform, runToReport, sampleRun } from './testing/index.ts';

test('no two commands share a name', () => {
  const names = COMMANDS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

test('what can be typed for a command and what its input takes are the same keys', () => {
  for (const { name, arguments: words, options, input } of COMMANDS) {
    const declared = [...words, ...options].map((part) => part.name).sort();
    const schema = input as { shape?: Record<string, unknown> };
    expect({ name, keys: Object.keys(schema.shape ?? {}).sort() }).toEqual({ name, keys: declared });
  }
});

test('help lists every command with how it is typed', () => {
  const [listing] = helpReport().blocks;
  expect(listing).toMatchObject({ rows: COMMANDS.map((command) => expect.arrayContaining([usageOf(command)])) });
});

test('a command that changes something never does so when the answer is no', async () => {
  const lines = { 'kill-kernel': 'kill-kernel alice', 'server stop': 'server stop alice' } as Record<string, string>;
  for (const { name, confirm } of COMMANDS.filter((command) => command.confirm !== 'never')) {
    const platform = inMemoryPlatform();
    const { report } = await runToReport(lines[name] ?? name, { platform, answer: false });
    expect({ name, confirm, done: platform.done, outcome: report.outcome }).toMatchObject({
      done: [],
      outcome: 'declined',
    });
  }
});

test('what every next action offers is a line that the grammar understands', async () => {
  const lines = ['deploy', 'status', 'kernels', 'kill-kernel ali', 'server start alice', 'server stop alice'];
  const plans = ['plan --take-over', 'adopt', 'rollback', 'drift', 'history', 'destroy', 'destroy --delete-data'];
  const again = ['kernelspecs list', 'kernelspecs push', ...plans];
  const runs = [sampleRun({ number: 2 }), sampleRun()];
  for (const line of [...lines, ...again]) {
    const { report } = await runToReport(line, { platform: inMemoryPlatform({ kernels: 1, runs }) });
    for (const { command } of report.next ?? []) expect(parseCommandLine(command).error).toBeUndefined();
  }
});
