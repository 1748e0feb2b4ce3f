import { expect, test } from 'vitest';
import { runCheck, told } from '../../../test/run-check.ts';
import { digest } from '../../engine/plan/fingerprint.ts';
import { emptyInventory } from '../../engine/store/inventory.ts';
import type { KubeObject } from '../../kube/index.ts';
import { shareCheck } from './share-check.ts';

const objects: readonly KubeObject[] = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'naas-system' } },
  {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: 'node-1' },
    status: { conditions: [{ type: 'Ready', status: 'True' }] },
  },
];

/** A cluster whose pods end at once, in this phase and having printed this. */
const server = (phase: string, output = '') => ({
  objects,
  made: (object: KubeObject) => ({ ...object, status: { phase } }),
  instead: ({ path }: { path: string }) => (path.endsWith('/log') ? { body: output } : undefined),
});

test('shares are announced, and nothing is run', async () => {
  expect(await runCheck(shareCheck)).toMatchObject([
    { code: 'share', level: 'unknown', hint: 'To do it now: naas preflight --share' },
  ]);
});

test('what passed on the last deploy is not announced again, until the check itself changes', async () => {
  const records = (passed: string): KubeObject => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'naas-inventory', namespace: 'naas-system' },
    data: {
      'inventory.json': JSON.stringify({ ...emptyInventory('lab'), records: { 'probe.share': passed } }),
    },
  });
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'check', namespace: 'naas-system' } };
  const resource = { driver: 'probe', name: 'share', purpose: 'mounts it', pod, explain: () => {} } as never;
  const wanted = [{ component: 'homes', resource }];
  expect(told(await runCheck(shareCheck, { wanted, server: { objects: [records(digest(pod))] } }))).toEqual([
    'ok: Passed before: mounts it',
  ]);
  expect(told(await runCheck(shareCheck, { wanted, server: { objects: [records('another')] } }))).toEqual([
    'unknown: Not checked yet, a deploy begins with it: mounts it',
  ]);
});

test('shares are checked from every node when told to', async () => {
  expect(told(await runCheck(shareCheck, { share: true, server: server('Succeeded') }))).toEqual([
    expect.stringMatching(/^ok: Passed now: mounts 203\.0\.113\.7:\/export\/homes on every node/),
  ]);
});

test('a share that fails stops a deploy, with the node and the way out', async () => {
  const failing = server('Failed', "mkdir: can't create directory: No space left on device");
  expect(await runCheck(shareCheck, { share: true, server: failing })).toMatchObject([
    {
      level: 'stop',
      words: expect.stringMatching(/^On node-1: 203\.0\.113\.7:\/export\/homes is full/),
      hint: expect.stringContaining('df -h'),
    },
  ]);
});
