import { expect, test } from 'vitest';
import { status } from '../../../test/api-server.ts';
import { startObjectServer } from '../../../test/object-server.ts';
import type { KubeObject } from '../index.ts';
import { runPod } from './run-pod.ts';

const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'check', namespace: 'lab' }, spec: {} };
const onReason = () => {};
const signal = new AbortController().signal;
const how = { deadlineMs: 5_000, signal, onReason };

const ended = (phase: string, more: object = {}) => ({
  made: (object: KubeObject) => ({ ...object, status: { phase, ...more } }),
});
const log = (text: string) => (seen: { path: string }) => (seen.path.endsWith('/log') ? { body: text } : undefined);
const exited = (name: string, exitCode: number) => ({ name, state: { terminated: { exitCode } } });

test('a pod that ends well is told with what it printed, and is gone', async () => {
  await using api = await startObjectServer({ ...ended('Succeeded'), instead: log('done\n') });
  const run = await runPod(api.kube, pod, how);
  expect(run).toEqual({ succeeded: true, reason: 'Succeeded', output: 'done\n' });
  expect([...api.live.keys()]).toEqual([]);
});

test('a pod that ends badly is data: its exit code and what it printed', async () => {
  const containerStatuses = [exited('main', 3)];
  await using api = await startObjectServer({ ...ended('Failed', { containerStatuses }), instead: log('no\n') });
  expect(await runPod(api.kube, pod, how)).toEqual({ succeeded: false, reason: 'exit code 3', output: 'no\n' });
});

test('a pod whose first step could not start has no log, and says the exit code of that step', async () => {
  const initContainerStatuses = [exited('try', 128)];
  await using api = await startObjectServer({
    ...ended('Failed', { initContainerStatuses, containerStatuses: [{ name: 'main', state: { waiting: {} } }] }),
    instead: ({ path }) => (path.endsWith('/log') ? status(400, 'BadRequest') : undefined),
  });
  expect(await runPod(api.kube, pod, how)).toEqual({ succeeded: false, reason: 'exit code 128', output: '' });
});

test('a leftover of the same name is removed first', async () => {
  await using api = await startObjectServer({ ...ended('Succeeded'), objects: [pod], instead: log('') });
  await runPod(api.kube, pod, how);
  expect(api.writes).toEqual(['DELETE Pod lab/check', 'POST Pod lab/check', 'DELETE Pod lab/check']);
});

test('an interrupted run leaves no pod behind', async () => {
  const stop = new AbortController();
  await using api = await startObjectServer({
    made: (object) => {
      setTimeout(() => stop.abort(new Error('enough')), 20);
      return { ...object, status: { phase: 'Running' } };
    },
  });
  await expect(runPod(api.kube, pod, { ...how, signal: stop.signal })).rejects.toThrow('enough');
  expect(api.writes).toEqual(['POST Pod lab/check', 'DELETE Pod lab/check']);
});

test('interrupted while the pod is being made, it leaves none behind either', async () => {
  const stop = new AbortController();
  await using api = await startObjectServer({
    ...ended('Running'),
    instead: ({ method }) => {
      if (method === 'POST') stop.abort(new Error('enough'));
      return undefined;
    },
  });
  await expect(runPod(api.kube, pod, { ...how, signal: stop.signal })).rejects.toThrow('enough');
  expect(api.writes).toEqual(['POST Pod lab/check', 'DELETE Pod lab/check']);
});

test('a pod that does not end in time is data, with the reason, and is gone', async () => {
  await using api = await startObjectServer(ended('Pending'));
  const run = await runPod(api.kube, pod, { ...how, deadlineMs: 300 });
  expect(run).toMatchObject({ succeeded: false, output: '', reason: expect.stringContaining('not ready after 0.3 s') });
  expect([...api.live.keys()]).toEqual([]);
});
