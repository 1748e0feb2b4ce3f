import { expect, test } from 'vitest';
import { startObjectServer } from '../../../test/object-server.ts';
import { platformConfig } from '../../../test/platform-config.ts';
import type { PlannedAction } from '../../engine/index.ts';
import type { KubeObject } from '../../kube/index.ts';
import { endingKernels } from './ending-kernels.ts';

const template = { path: 'spec.template.spec.containers[0].image', before: 'a', after: 'b' };
const action = (kind: string, different: Partial<PlannedAction> = {}): PlannedAction => ({
  id: `${kind} enterprise-gateway`,
  component: 'gateway',
  driver: 'manifest',
  verb: 'update',
  subject: { kind, name: 'enterprise-gateway' },
  changes: [template],
  state: '',
  ...different,
});

/** A kernel as the recipe starts it: in a namespace of its own. */
const kernel = (name: string, phase = 'Running'): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: name, labels: { app: 'enterprise-gateway', component: 'kernel' } },
  status: { phase },
});

async function reviewed(actions: readonly PlannedAction[], ...pods: readonly KubeObject[]) {
  return await reviewedWith({ endKernels: false }, actions, ...pods);
}

async function reviewedWith(
  { endKernels }: { readonly endKernels: boolean },
  actions: readonly PlannedAction[],
  ...pods: readonly KubeObject[]
) {
  await using api = await startObjectServer({ objects: pods });
  const signal = new AbortController().signal;
  return await endingKernels(actions, { config: platformConfig(), endKernels, kube: api.kube, signal });
}

test('kernels that would end are told by name when the gateway’s pod is replaced', async () => {
  const { warnings, held } = await reviewed([action('Deployment')], kernel('alice-1'), kernel('bob-1'));
  expect(warnings).toEqual(['The gateway is replaced, which ends 2 running kernels (alice-1, bob-1).']);
  expect(held.size).toBe(0);
});

test.each([
  ['no kernel runs', [action('Deployment')], [kernel('alice-1', 'Succeeded')]],
  [
    'the pod stays',
    [action('Deployment', { changes: [{ path: 'metadata.labels.a', after: 'b' }] })],
    [kernel('alice-1')],
  ],
  ['the gateway is new', [action('Deployment', { verb: 'create', changes: [] })], [kernel('alice-1')]],
])('nothing is said when %s', async (_when, actions, pods) => {
  expect(await reviewed(actions, ...pods)).toEqual({ warnings: [], held: new Map() });
});

test('a gateway that others made waits for its kernels, and so does the removal of its rights', async () => {
  const actions = [action('Deployment', { verb: 'adopt' }), action('ClusterRole', { verb: 'delete' })];
  const { held } = await reviewed(actions, kernel('alice-1'));
  expect([...held]).toEqual([
    [
      'Deployment enterprise-gateway',
      'it would end 1 running kernel (alice-1); deploy again when none runs, or say --end-kernels',
    ],
    [
      'ClusterRole enterprise-gateway',
      'it would end 1 running kernel (alice-1); deploy again when none runs, or say --end-kernels',
    ],
  ]);
});

test('the front door waits with a gateway that others made: it leads to the guard, which that gateway does not know', async () => {
  const actions = [
    action('Deployment', { verb: 'adopt' }),
    action('Service', { verb: 'adopt' }),
    action('Service', {
      id: 'backend',
      verb: 'create',
      subject: { kind: 'Service', name: 'enterprise-gateway-backend' },
    }),
  ];
  const { held } = await reviewed(actions, kernel('alice-1'));
  expect([...held.keys()]).toEqual(['Deployment enterprise-gateway', 'Service enterprise-gateway']);
});

test('nothing waits where kernels may end, and it is said that they do', async () => {
  const actions = [action('Deployment', { verb: 'adopt' }), action('Service', { verb: 'adopt' })];
  const { held, warnings } = await reviewedWith({ endKernels: true }, actions, kernel('alice-1'));
  expect(held.size).toBe(0);
  expect(warnings).toEqual(['The gateway is replaced, which ends 1 running kernel (alice-1).']);
});

test('a gateway that others hold fields of, so that the plan would be blocked, waits in the same way', async () => {
  const conflicts = [{ manager: 'kubectl-client-side-apply', field: '.spec.template' }];
  const { held } = await reviewed([action('Deployment', { verb: 'blocked', conflicts })], kernel('alice-1'));
  expect(held.size).toBe(1);
});
