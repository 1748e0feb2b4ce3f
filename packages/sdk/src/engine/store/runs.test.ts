import { expect, test } from 'vitest';
import { startObjectServer } from '../../../test/object-server.ts';
import { platformConfig } from '../../../test/platform-config.ts';
import { manifest } from '../manifest.ts';
import { beginRun, endRun, listRuns, readSnapshot } from './runs.ts';
import type { Snapshot } from './snapshot.ts';

const signal = new AbortController().signal;
const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'hub', namespace: 'lab' } };
const files = { files: new Map([['python/kernel.json', { mode: 0o644, content: new TextEncoder().encode('{}') }]]) };
const snapshot: Snapshot = {
  config: platformConfig(),
  wanted: [
    { component: 'hub', resource: manifest(service) },
    {
      component: 'kernelspecs',
      resource: { driver: 'files', name: 'k', namespace: 'lab', claim: 'c', image: 'i', files },
    },
  ],
};
const run = {
  platform: 'lab',
  intent: 'deploy',
  who: 'alice@desk',
  startedAt: '2026-01-01T00:00:00Z',
  summary: '',
} as const;

test('what a run wanted is read back as it was, files with their bytes and modes', async () => {
  await using api = await startObjectServer();
  const { number } = await beginRun(api.kube, run, { snapshot, signal });
  const read = await readSnapshot(api.kube, number, { signal });
  expect(read?.config).toEqual(snapshot.config);
  expect(read?.wanted[0]).toEqual(snapshot.wanted[0]);
  const resource = read?.wanted[1]?.resource;
  const entry = resource?.driver === 'files' ? resource.files.files.get('python/kernel.json') : undefined;
  expect(entry?.mode).toBe(0o644);
  expect(Buffer.from(entry?.content ?? []).toString()).toBe('{}');
});

test('what is only made the platform’s own to be removed later is nothing to go back to', async () => {
  await using api = await startObjectServer();
  const superseded = { component: 'hub', resource: { ...manifest(service), superseded: true } };
  const { number } = await beginRun(api.kube, run, { snapshot: { ...snapshot, wanted: [superseded] }, signal });
  expect((await readSnapshot(api.kube, number, { signal }))?.wanted).toEqual([]);
});

test('runs are numbered on, and the last ten are kept', async () => {
  await using api = await startObjectServer();
  for (let at = 0; at < 12; at += 1) {
    const begun = await beginRun(api.kube, run, { snapshot, signal });
    await endRun(api.kube, { ...begun, outcome: 'done' }, { snapshot, signal });
  }
  const numbers = (await listRuns(api.kube, { signal })).map(({ number }) => number);
  expect(numbers).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3]);
  expect(await readSnapshot(api.kube, 1, { signal })).toBeUndefined();
});

test('a run that was never ended still says that it runs', async () => {
  await using api = await startObjectServer();
  await beginRun(api.kube, run, { snapshot, signal });
  expect(await listRuns(api.kube, { signal })).toMatchObject([{ number: 1, outcome: 'running', who: 'alice@desk' }]);
});
