import { expect, test } from 'vitest';
import { runCheck, told } from '../../../test/run-check.ts';
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

test('shares are checked from every node when told to', async () => {
  expect(told(await runCheck(shareCheck, { share: true, server: server('Succeeded') }))).toEqual([
    expect.stringMatching(/^ok: Checked: mounts 203\.0\.113\.7:\/export\/homes on every node/),
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
