import { expect, test } from 'vitest';
import { componentContext } from '../../../test/component-context.ts';
import { type ObjectServer, startObjectServer } from '../../../test/object-server.ts';
import type { KubeObject } from '../../kube/index.ts';
import { applyPlan } from '../apply/apply-plan.ts';
import { fingerprintWithout } from '../plan/fingerprint.ts';
import type { Plan, PlannedAction, PlanOptions } from '../plan/plan.ts';
import { type Inventory, readInventory, writeInventory } from '../store/inventory.ts';
import { planDestroy } from './plan-destroy.ts';
import { unkeptClaims } from './unkept-claims.ts';

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

const inventory: Inventory = {
  platform: 'lab',
  objects: [
    item('credentials', token),
    item('homes', claim, true),
    item('gateway', account),
    item('gateway', gateway),
    item('hub', object('ConfigMap', 'hub')),
  ],
  releases: [],
  records: {},
};
const signal = new AbortController().signal;
const helm = () => Promise.reject(new Error('no release here'));

async function contextOf(api: ObjectServer) {
  const pods = (component: string, value: string) => ({
    component,
    namespace: 'lab',
    labelSelector: `component=${value}`,
  });
  const leftBehind = [pods('gateway', 'kernel'), pods('hub', 'singleuser-server')];
  const stored = await readInventory(api.kube, { signal });
  return { kube: api.kube, helm, inventory: stored, leftBehind, data: [], signal };
}

async function planned(api: ObjectServer, options: PlanOptions = {}): Promise<Plan> {
  return planDestroy('lab', options, await contextOf(api));
}

/** Applies a plan; made again before the first step, it is still the same. */
async function* applied(plan: Plan, api: ObjectServer, stop = signal) {
  const { leftBehind, data, inventory: stored } = await contextOf(api);
  const driver = {
    kube: api.kube,
    helm,
    inventory: stored,
    live: { metadataOf: () => undefined },
    fingerprint: fingerprintWithout({}),
    takeOver: false,
    now: Date.now,
    signal,
  };
  const ready = { ...componentContext(), helm, kube: api.kube, signal };
  yield* applyPlan(plan, {
    kube: api.kube,
    components: [],
    prepare: async () => ({ plan, wanted: [], driver, ready }),
    removal: { helm, leftBehind, data },
    holder: { who: 'alice@desk', host: 'desk', pid: 1, purpose: 'destroy' },
    signal: stop,
  });
}

async function deployed(...more: KubeObject[]): Promise<ObjectServer> {
  const objects = [token, claim, account, gateway, object('ConfigMap', 'hub'), kernel, server, ...more];
  const api = await startObjectServer({ objects });
  await writeInventory(api.kube, inventory, { signal });
  api.writes.length = 0;
  return api;
}

async function run(plan: Plan, api: ObjectServer): Promise<void> {
  for await (const _event of applied(plan, api));
}

test('servers end while the gateway can still stop their kernels, and kernels before what guards them', async () => {
  await using api = await deployed();
  const plan = await planned(api);
  expect(plan.actions.map(({ id }) => id)).toEqual([
    'ConfigMap lab/hub',
    'Pods lab/component=singleuser-server',
    'Deployment lab/gateway',
    'ServiceAccount lab/gateway',
    'Pods lab/component=kernel',
    'Secret lab/token',
  ]);
  expect(plan.warnings).toEqual(["Kept, with all data: PersistentVolumeClaim homes, and the hub's database."]);
  expect(api.writes).toEqual([]);
});

test('a destroy leaves what is kept, and an inventory of nothing else', async () => {
  await using api = await deployed();
  await run(await planned(api), api);
  expect([...api.live.keys()]).toEqual([
    'PersistentVolumeClaim lab/homes',
    'ConfigMap naas-system/naas-inventory',
    'Lease naas-system/naas',
    'Secret naas-system/naas-run-1',
  ]);
  const left = await readInventory(api.kube, { signal });
  expect(left).toEqual({ platform: 'lab', objects: [item('homes', claim, true)], releases: [], records: {} });
  expect((await planned(api)).actions).toEqual([]);
});

test('a kernel that was started after the plan was made is stopped too, and changes no digest', async () => {
  await using api = await deployed();
  api.remove('Pod lab/kernel-alice');
  const plan = await planned(api);
  api.add(kernel);
  expect((await planned(api)).digest).toBe(plan.digest);
  await run(plan, api);
  expect(api.live.has('Pod lab/kernel-alice')).toBe(false);
});

test('what is kept is not deleted, whatever a plan says', async () => {
  await using api = await deployed();
  const plan = await planned(api);
  const forged: PlannedAction = {
    id: 'PersistentVolumeClaim lab/homes',
    component: 'homes',
    driver: 'manifest',
    verb: 'delete',
    subject: { kind: 'PersistentVolumeClaim', namespace: 'lab', name: 'homes' },
    changes: [],
    state: 'uid',
  };
  await run({ ...plan, actions: [forged] }, api);
  expect(api.live.has('PersistentVolumeClaim lab/homes')).toBe(true);
});

test('releases that nobody applied and pods of other namespaces are let alone, whatever a plan says', async () => {
  const theirs = { name: 'theirs', namespace: 'shop', labels: { component: 'kernel' } };
  await using api = await deployed({ apiVersion: 'v1', kind: 'Pod', metadata: theirs });
  const actions = (['Release', 'Pod', 'Pods'] as const).map((kind): PlannedAction => ({
    id: `${kind} shop/theirs`,
    component: 'hub',
    driver: kind === 'Release' ? 'release' : 'manifest',
    verb: 'delete',
    subject: { kind, name: 'theirs', namespace: 'shop' },
    changes: [],
    state: '1',
  }));
  await run({ ...(await planned(api)), actions }, api);
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
  await writeInventory(api.kube, { ...inventory, objects: [item('gateway', gateway)] }, { signal });
  const plan = await planned(api);
  const told: string[] = [];
  for await (const event of applied(plan, api)) {
    told.push(event.type === 'waiting' ? event.reason : event.type);
    if (event.type === 'waiting') break;
  }
  expect(told).toEqual(['started', 'run-started', 'step-started', 'Deployment lab/gateway is still ending']);
});

test('a release that would take a claim along is not removed, and the way out is told', async () => {
  const database = object('PersistentVolumeClaim', 'hub-db-dir');
  expect(unkeptClaims([database])).toEqual(['the claim lab/hub-db-dir']);
  const annotations = { 'helm.sh/resource-policy': 'keep' };
  expect(unkeptClaims([{ ...database, metadata: { ...database.metadata, annotations } }])).toEqual([]);
});

test('data goes only when it is said, claims before their volumes and the namespace of the platform last', async () => {
  const kept = (kind: string, name: string) => ({ ...item('homes', object(kind, name), true) });
  const names = [
    ['Namespace', 'naas-system'],
    ['Namespace', 'lab'],
    ['PersistentVolume', 'nfs-pv'],
    ['PersistentVolumeClaim', 'homes'],
  ] as const;
  await using api = await startObjectServer({ objects: names.map(([kind, name]) => object(kind, name)) });
  const stored = { ...inventory, objects: names.map(([kind, name]) => kept(kind, name)) };
  await writeInventory(api.kube, stored, { signal });
  expect((await planned(api)).actions).toEqual([]);
  expect((await planned(api, { deleteData: true })).actions.map(({ id }) => id)).toEqual([
    'PersistentVolumeClaim lab/homes',
    'PersistentVolume lab/nfs-pv',
    'Namespace lab/lab',
    'Namespace lab/naas-system',
  ]);
});

test('with nothing deployed there is nothing to remove, and strangers are let alone', async () => {
  await using api = await startObjectServer({ objects: [kernel] });
  const plan = await planned(api);
  expect(plan).toMatchObject({ actions: [], warnings: [] });
  await run(plan, api);
  expect(api.writes).toEqual([]);
});

test('homes are erased only where the file says that they are: another share blocks, and both are named', async () => {
  const volume = (path: string): KubeObject => ({
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: 'nfs-pv' },
    spec: { nfs: { server: '203.0.113.7', path } },
  });
  const erasing = async (path: string) => {
    await using api = await startObjectServer({ objects: [volume('/old')] });
    await writeInventory(api.kube, { ...inventory, objects: [] }, { signal });
    const erase = { driver: 'probe', name: 'homes', purpose: 'erases every home', volume: volume(path) } as never;
    const context = { ...(await contextOf(api)), data: [{ component: 'homes', claims: [], erase }] };
    return (await planDestroy('lab', { deleteData: true }, context)).actions;
  };
  expect(await erasing('/old')).toMatchObject([{ verb: 'delete', reason: 'erases every home' }]);
  expect(await erasing('/new')).toMatchObject([
    {
      verb: 'blocked',
      reason:
        'nfs-pv is on 203.0.113.7:/old, and the file says 203.0.113.7:/new: write into the file where the homes are',
    },
  ]);
});
