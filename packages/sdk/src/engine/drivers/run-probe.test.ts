import { expect, test } from 'vitest';
import { type ObjectServer, startObjectServer } from '../../../test/object-server.ts';
import { NaasError } from '../../errors.ts';
import type { KubeObject } from '../../kube/index.ts';
import type { ProbeResource } from '../resource.ts';
import { runProbe } from './run-probe.ts';

const probe: ProbeResource = {
  driver: 'probe',
  name: 'share',
  purpose: 'mounts the share',
  onEveryNode: true,
  pod: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'check', namespace: 'lab' }, spec: { containers: [] } },
  explain: ({ output }) => new NaasError('STORAGE_UNREACHABLE', `It says ${output}.`, { hint: `Mend ${output}.` }),
};

interface NodeParts {
  readonly ready?: boolean;
  readonly spec?: Readonly<Record<string, unknown>>;
}

function node(name: string, { ready = true, spec = {} }: NodeParts = {}): KubeObject {
  const conditions = [{ type: 'Ready', status: ready ? 'True' : 'Unknown' }];
  return { apiVersion: 'v1', kind: 'Node', metadata: { name }, spec, status: { conditions } };
}

/** A cluster whose pods end at once: badly, with these words, on the nodes that are named here. */
function cluster(nodes: readonly KubeObject[], words: Readonly<Record<string, string>> = {}): Promise<ObjectServer> {
  const phase = (pod: KubeObject) => (pod.metadata.name.slice('check-'.length) in words ? 'Failed' : 'Succeeded');
  return startObjectServer({
    objects: nodes,
    made: (object) => (object.kind === 'Pod' ? { ...object, status: { phase: phase(object) } } : object),
    instead: ({ path }) => {
      const [, name = ''] = /pods\/check-(.*)\/log$/.exec(path) ?? [];
      return name === '' ? undefined : (response) => response.end(words[name]);
    },
  });
}

function run(api: ObjectServer): Promise<void> {
  return runProbe(api.kube, probe, { signal: new AbortController().signal });
}

test('a check runs once on each node that pods may go to, past its taints, and leaves no pod', async () => {
  const reserved = { taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] };
  const nodes = [
    node('node-1', { spec: { taints: [{ key: 'gpu', effect: 'NoSchedule' }] } }),
    node('node-2'),
    node('master', { spec: reserved }),
    node('cordoned', { spec: { unschedulable: true } }),
    node('down', { ready: false }),
  ];
  await using api = await cluster(nodes);
  await run(api);
  const made = api.seen.filter(({ method }) => method === 'POST').map(({ body }) => body as KubeObject);
  expect(made.map(({ metadata }) => metadata.name)).toEqual(['check-node-1', 'check-node-2']);
  expect(made[0]?.['spec']).toMatchObject({
    tolerations: [{ operator: 'Exists' }],
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['node-1'] }] }],
        },
      },
    },
  });
  expect([...api.live.keys()].filter((name) => name.startsWith('Pod'))).toEqual([]);
});

test('all nodes that fail are named in one error, those with the same cause together', async () => {
  const nodes = ['node-1', 'node-2', 'node-3', 'node-4'].map((name) => node(name));
  await using api = await cluster(nodes, { 'node-1': 'no client', 'node-3': 'refused', 'node-4': 'no client' });
  await expect(run(api)).rejects.toMatchObject({
    code: 'STORAGE_UNREACHABLE',
    message: 'On node-1, node-4: It says no client.\nOn node-3: It says refused.',
    hint: 'Mend no client.\nMend refused.',
  });
});

test('many nodes that fail are counted', async () => {
  const names = Array.from({ length: 12 }, (_, index) => `node-${index + 10}`);
  const words = Object.fromEntries(names.slice(0, 9).map((name) => [name, 'no client']));
  await using api = await cluster(
    names.map((name) => node(name)),
    words,
  );
  await expect(run(api)).rejects.toMatchObject({
    message: 'On 9 of 12 nodes (node-10, node-11, node-12, node-13, node-14 and others): It says no client.',
  });
});

test('a cluster without a node that takes pods is said to be one', async () => {
  await using api = await cluster([node('node-1', { ready: false })]);
  await expect(run(api)).rejects.toMatchObject({ message: expect.stringContaining('no node that is ready') });
});
