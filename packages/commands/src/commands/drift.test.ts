import { expect, test } from 'vitest';
import { inMemoryPlatform, runToReport, sampleRun } from '../testing/index.ts';

const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'jupyterhub', name: 'hub' };
const secret = { apiVersion: 'v1', kind: 'Secret', namespace: 'jupyterhub', name: 'gateway-token' };
const since = sampleRun({ number: 7 });

test('what differs is listed with who changed it and when, and is not well', async () => {
  const by = { manager: 'kubectl-edit', time: '2026-01-05T11:30:00Z' };
  const objects = [
    { object: deployment, fields: [{ path: 'spec.replicas', wanted: 1, live: 3, by }] },
    { object: secret, fields: [{ path: 'data.token', wanted: '(secret)', live: '(secret)' }] },
    { object: { ...deployment, name: 'proxy' }, fields: [] },
  ];
  const { report } = await runToReport('drift', {
    platform: inMemoryPlatform({ drift: async () => ({ since, objects }) }),
  });
  expect(report).toMatchObject({
    title: 'lab is not as run 7 left it: 2 fields of 2 objects changed, 1 object gone',
    outcome: 'unwell',
    tone: 'warning',
  });
  expect(report.blocks).toMatchObject([
    {
      rows: [
        ['Deployment jupyterhub/hub', 'spec.replicas', '1 → 3', 'kubectl-edit', '2026-01-05T11:30:00Z'],
        ['Secret jupyterhub/gateway-token', 'data.token', '(secret) → (secret)', 'unknown', ''],
        ['Deployment jupyterhub/proxy', '', 'there → gone', '', ''],
      ],
    },
    { text: 'Run 7 was deploy by alice@desk, 2026-01-05T11:00:00Z.' },
  ]);
  expect(report.next?.[0]?.command).toBe('plan');
});

test('a field that somebody removed says so', async () => {
  const objects = [{ object: deployment, fields: [{ path: 'spec.paused', wanted: true }] }];
  const platform = inMemoryPlatform({ drift: async () => ({ since, objects }) });
  const { report } = await runToReport('drift', { platform });
  expect(report.blocks[0]).toMatchObject({ rows: [expect.arrayContaining(['true → (removed)'])] });
});

test('a platform that nobody touched is well, and one without a run has nothing to be compared with', async () => {
  const platform = inMemoryPlatform({ drift: async () => ({ since, objects: [] }) });
  expect((await runToReport('drift', { platform })).report).toMatchObject({
    title: 'lab is as run 7 left it',
    outcome: 'done',
  });
  expect((await runToReport('drift', { platform: inMemoryPlatform() })).report).toMatchObject({
    title: 'Nothing to compare with: no run of lab came to its end yet',
    outcome: 'done',
  });
});
