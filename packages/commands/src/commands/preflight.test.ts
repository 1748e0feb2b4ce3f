import type { Finding } from '@naas/sdk';
import { expect, test } from 'vitest';
import { inMemoryPlatform, runToReport, samplePreflight } from '../testing/index.ts';

const right = (verb: string): Finding => ({
  code: 'rights',
  level: 'stop',
  words: `dana may not ${verb} pods in jupyterhub, for a check`,
  hint: 'Add to a Role in jupyterhub: {…}.',
});
const warning: Finding = { code: 'helm', level: 'warning', words: 'This Helm is made for others' };

function found(...findings: readonly Finding[]) {
  return runToReport('preflight', {
    platform: inMemoryPlatform({ preflight: async () => samplePreflight(...findings) }),
  });
}

test('a cluster that lacks nothing is said to be one, with what it is', async () => {
  const { report } = await found();
  expect(report).toMatchObject({
    title: 'lab can be deployed: no stop, no warning and 1 unknown',
    tone: 'good',
    outcome: 'done',
    next: [{ command: 'deploy' }],
  });
  expect(report.blocks[0]).toMatchObject({
    facts: expect.arrayContaining([
      { label: 'cluster', value: 'Kubernetes v1.34.4+k3s1, k3s' },
      { label: 'nodes', value: 'may not be listed' },
      { label: 'storage classes', value: 'local-path (default) and slow' },
    ]),
  });
});

test('what would stop a deploy comes first, in full and with what to do', async () => {
  const { report } = await found(warning, right('create'));
  expect(report).toMatchObject({
    title: 'lab cannot be deployed: 1 stop, 1 warning and 1 unknown',
    tone: 'bad',
    outcome: 'unwell',
    next: [{ command: 'rbac' }, { command: 'preflight' }],
  });
  expect(report.blocks.slice(1, 3)).toEqual([
    {
      kind: 'text',
      text: 'stop: dana may not create pods in jupyterhub, for a check\nAdd to a Role in jupyterhub: {…}.',
    },
    { kind: 'text', text: 'warning: This Helm is made for others' },
  ]);
  const levels = report.blocks.flatMap((block) => (block.kind === 'table' ? block.rows.map(([level]) => level) : []));
  expect(levels).toEqual(['stop', 'warning', 'unknown', 'ok']);
});

test('very many findings are still a report to read, and all of them are in its data', async () => {
  const { report } = await found(...Array.from({ length: 500 }, (_, index) => right(`verb-${index}`)));
  expect(report.blocks.filter(({ kind }) => kind === 'text')).toHaveLength(21);
  expect(report.blocks.at(-1)).toMatchObject({ omitted: 402 });
  expect(report.data).toMatchObject({ findings: { length: 502 } });
});

test('shares are only checked when that is asked for', async () => {
  const platform = inMemoryPlatform();
  await runToReport('preflight', { platform });
  expect(platform.done).toEqual([]);
  await runToReport('preflight --share', { platform });
  expect(platform.done).toEqual(['check shares']);
});
