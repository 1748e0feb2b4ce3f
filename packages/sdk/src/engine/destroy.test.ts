import { expect, test } from 'vitest';
import { type ObjectServer, startObjectServer } from '../../test/object-server.ts';
import type { KubeObject } from '../kube/index.ts';
import { applyDestroy, planDestroy } from './destroy.ts';
import { readInventory, writeInventory } from './inventory.ts';
import type { Plan, PlannedAction } from './plan/plan.ts';

const object = (kind: string, name: string, labels: Record<string, string> = {}): KubeObject => ({
  apiVersion: kind === 'Deployment' ? 'apps/v1' : 'v1',
  kind,
  metadata: { name, namespace: 'lab', labels },
});
const item = (component: string, { apiVersion, kind, metadata }: KubeObject, keep = false) => ({
  apiVersion,
  kind,
  name: metadata.name,
  namespace: 'lab',
  component,
  keep,
});

const token = object('Secret', 'token');
const claim = object('PersistentVolumeClaim', 'homes');
const account = object('ServiceAccount', 'gateway');
const gateway = object('Deployment', 'gateway');
const kernel = object('Pod', 'kernel-alice', { component: 'kernel' });
const server = object('Pod', 'jupyter-alice', { component: 'singleuser-server' });

const inventory = {
  objects: [
    item('credentials', token),
    item('homes', claim, true),
    item('gateway', account),
    item('gateway', gateway),
    item('hub', object('ConfigMap', 'hub')),
  ],
  releases: [],
};
const signal = new AbortController().signal;

function contextOf(api: ObjectServer) {
  const pods = (component: string, value: string) => ({
    component,
    namespace: 'lab',
    labelSelector: `component=${value}`,
  });
  const leftBehind = [pods('gateway', 'kernel'), pods('hub', 'singleuser-server')];
  return { kube: api.kube, helm: () => Promise.reject(new Error('no release here')), leftBehind, signal };
}

async function deployed(...more: KubeObject[]): Promise<ObjectServer> {
  const objects = [token, claim, account, gateway, object('ConfigMap', 'hub'), kernel, server, ...more];
  const api = await startObjectServer({ objects });
  await writeInventory(api.kube, inventory, { signal });
  api.writes.length = 0;
  return api;
}

async function run(plan: Plan, api: ObjectServer): Promise<void> {
  for await (const _event of applyDestroy(plan, contextOf(api)));
}

test('servers end while the gateway can still stop their kernels, and kernels before what guards them', async () => {
  await using api = await deployed();
  const plan = await planDestroy('lab', contextOf(api));
  expect(plan.actions.map(({ id }) => id)).toEqual([
    'ConfigMap lab/hub',
    'Pod lab/jupyter-alice',
    'Deployment lab/gateway',
    'ServiceAccount lab/gateway',
    'Pod lab/kernel-alice',
    'Secret lab/token',
  ]);
  expect(plan.warnings).toEqual(["Kept, with all data: PersistentVolumeClaim homes, and the hub's database."]);
  expect(api.writes).toEqual([]);
});

test('a destroy leaves what is kept, and an inventory of nothing else', async () => {
  await using api = await deployed();
  await run(await planDestroy('lab', contextOf(api)), api);
  expect([...api.live.keys()]).toEqual(['PersistentVolumeClaim lab/homes', 'ConfigMap naas-system/naas-inventory']);
  const left = await readInventory(api.kube, { signal });
  expect(left).toEqual({ objects: [item('homes', claim, true)], releases: [] });
  expect((await planDestroy('lab', contextOf(api))).actions).toEqual([]);
});

test('a kernel that was started after the plan was made is stopped too', async () => {
  await using api = await deployed();
  const plan = await planDestroy('lab', contextOf(api));
  const actions = plan.actions.filter(({ id }) => id !== 'Pod lab/kernel-alice');
  await run({ ...plan, actions }, api);
  expect(api.live.has('Pod lab/kernel-alice')).toBe(false);
});

test('what is kept is not deleted, whatever a plan says', async () => {
  await using api = await deployed();
  const plan = await planDestroy('lab', contextOf(api));
  const forged: PlannedAction = {
    id: 'PersistentVolumeClaim lab/homes',
    component: 'homes',
    driver: 'manifest',
    verb: 'delete',
    subject: { kind: 'PersistentVolumeClaim', namespace: 'lab', name: 'homes' },
    changes: [],
  };
  await run({ ...plan, actions: [forged] }, api);
  expect(api.live.has('PersistentVolumeClaim lab/homes')).toBe(true);
});

test('releases that nobody applied and pods of other namespaces are let alone, whatever a plan says', async () => {
  const other: KubeObject = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'theirs', namespace: 'shop' } };
  await using api = await deployed(other);
  const actions = (['Release', 'Pod'] as const).map((kind): PlannedAction => ({
    id: `${kind} shop/theirs`,
    component: 'hub',
    driver: kind === 'Release' ? 'release' : 'manifest',
    verb: 'delete',
    subject: { kind, name: 'theirs', namespace: 'shop' },
    changes: [],
  }));
  await run({ platform: 'lab', intent: 'destroy', actions, warnings: [] }, api);
  expect(api.live.has('Pod shop/theirs')).toBe(true);
});

test('a step ends only when its object is gone, and tells that it waits', async () => {
  let asked = 0;
  await using api = await startObjectServer({
    objects: [gateway],
    instead: ({ method, path }) => {
      if (!path.includes('/deployments')) return undefined;
      // It stays for as long as its pods end.
      if (method === 'DELETE') return { body: {} };
      return method === 'GET' && asked++ > 2 && !path.endsWith('gateway')
        ? { body: { metadata: { resourceVersion: '9' }, items: [] } }
        : undefined;
    },
  });
  await writeInventory(api.kube, { objects: [item('gateway', gateway)], releases: [] }, { signal });
  const stop = new AbortController();
  const told: string[] = [];
  const context = { ...contextOf(api), signal: stop.signal };
  const events = applyDestroy(await planDestroy('lab', context), context);
  for await (const event of events) {
    told.push(event.type === 'waiting' ? event.reason : event.type);
    if (event.type === 'waiting') break;
  }
  expect(told).toEqual(['started', 'step-started', 'Deployment lab/gateway is still ending']);
});

test('with nothing deployed there is nothing to remove, and strangers are let alone', async () => {
  await using api = await startObjectServer({ objects: [kernel] });
  const plan = await planDestroy('lab', contextOf(api));
  expect(plan).toMatchObject({ actions: [], warnings: [] });
  await run(plan, api);
  expect(api.writes).toEqual([]);
});
