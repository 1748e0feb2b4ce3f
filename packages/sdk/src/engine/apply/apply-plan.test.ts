import { expect, test } from 'vitest';
import { componentContext } from '../../../test/component-context.ts';
import { type ObjectServer, startObjectServer } from '../../../test/object-server.ts';
import { platformConfig } from '../../../test/platform-config.ts';
import { NaasError } from '../../errors.ts';
import type { KubeObject, Verdict } from '../../kube/index.ts';
import { applyPlan } from './apply-plan.ts';
import type { PreparedPlan } from './prepared-plan.ts';
import type { Component } from '../component.ts';
import type { ApplyEvent } from '../events.ts';
import { fingerprintWithout } from '../plan/fingerprint.ts';
import { readLiveObjects } from '../plan/live-objects.ts';
import { makePlan, objectsOf } from '../plan/make-plan.ts';
import { wantedResources } from '../plan/wanted.ts';
import { manifest } from '../manifest.ts';
import type { Plan, PlanOptions } from '../plan/plan.ts';
import { readInventory } from '../store/inventory.ts';
import { listRuns } from '../store/runs.ts';

const labels = { 'naas.dev/platform': 'lab' };
const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'lab', labels } };
const settings = (limit: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'settings', namespace: 'lab', labels },
  data: { limit },
});

interface Options {
  readonly limit?: string;
  readonly verdicts?: Verdict[];
}

/** Two components: a namespace, and an object in it that is ready by a list of verdicts. */
function platform({ limit = '1', verdicts = [] }: Options = {}): readonly [Component, Component] {
  const subject = { kind: 'ConfigMap', namespace: 'lab', name: 'settings' };
  const judge = async () => verdicts.shift() ?? ({ state: 'ready' } as const);
  return [
    {
      id: 'limits',
      dependsOn: ['spaces'],
      desired: () => [manifest(settings(limit))],
      ready: () => [{ subject, judge }],
    },
    { id: 'spaces', dependsOn: [], desired: () => [manifest(namespace)], ready: () => [] },
  ];
}

interface Preparation {
  readonly stop?: AbortController;
  readonly who?: string;
  readonly options?: PlanOptions;
}

/** What a service does: plans by components, and applies what it planned. */
function prepare(api: ObjectServer, components: readonly Component[], preparation: Preparation = {}) {
  const { stop = new AbortController(), who = 'alice@desk', options = {} } = preparation;
  const helm = () => Promise.reject(new Error('no release here'));
  const config = platformConfig();
  const context = { ...componentContext(), config, helm, signal: stop.signal };
  const prepared = async (): Promise<PreparedPlan> => {
    const wanted = await wantedResources(components, context);
    const inventory = await readInventory(api.kube, context);
    const driver = {
      kube: api.kube,
      helm,
      inventory,
      live: await readLiveObjects(api.kube, objectsOf(wanted, inventory), { platform: 'lab', signal: stop.signal }),
      fingerprint: fingerprintWithout({}),
      takeOver: options.takeOver ?? false,
      now: Date.now,
      signal: stop.signal,
    };
    const plan = await makePlan({ config, intent: 'deploy', options, components, wanted, notes: [] }, driver);
    return { plan, wanted, driver, ready: { ...context, kube: api.kube } };
  };
  return {
    plan: async () => (await prepared()).plan,
    apply: (plan: Plan) =>
      applyPlan(plan, {
        kube: api.kube,
        components,
        prepare: prepared,
        removal: { helm, leftBehind: [], data: [] },
        holder: { who, host: who, pid: 1, purpose: 'deploy' },
        signal: stop.signal,
      }),
  };
}

async function collect(events: AsyncIterable<ApplyEvent>): Promise<string[]> {
  const told: string[] = [];
  for await (const event of events) told.push(words(event));
  return told;
}

function words(event: ApplyEvent): string {
  if (event.type === 'step-started' || event.type === 'step-finished') return `${event.type} ${event.step.id}`;
  if (event.type === 'waiting') return `waiting ${event.component}: ${event.reason}`;
  return event.type === 'component-ready' ? `${event.type} ${event.component}` : event.type;
}

/** A server with the platform applied, and no writes counted yet. */
async function deployed(): Promise<ObjectServer> {
  const api = await startObjectServer();
  const { plan, apply } = prepare(api, platform());
  await collect(apply(await plan()));
  api.writes.length = 0;
  return api;
}

test('a plan names what would be made and sends nothing that persists', async () => {
  await using api = await startObjectServer();
  const plan = await prepare(api, platform()).plan();
  expect(plan.actions.map(({ verb, id, component }) => `${component}: ${verb} ${id}`)).toEqual([
    'spaces: create Namespace lab',
    'limits: create ConfigMap lab/settings',
  ]);
  expect(api.writes).toEqual([]);
});

test('an apply goes component by component, tells what it waits for, and remembers what it applied', async () => {
  await using api = await startObjectServer();
  const { plan, apply } = prepare(api, platform({ verdicts: [{ state: 'waiting', reason: 'not seen yet' }] }));
  expect(await collect(apply(await plan()))).toEqual([
    'started',
    'run-started',
    'step-started Namespace lab',
    'step-finished Namespace lab',
    'component-ready spaces',
    'step-started ConfigMap lab/settings',
    'step-finished ConfigMap lab/settings',
    'waiting limits: not seen yet',
    'component-ready limits',
    'finished',
  ]);
  const order = api.writes.filter((write) => !write.includes('Lease') && !write.includes('Secret'));
  expect([...new Set(order)]).toEqual([
    'PATCH ConfigMap naas-system/naas-inventory',
    'PATCH Namespace lab',
    'PATCH ConfigMap lab/settings',
  ]);
});

test('applied again there is nothing to do, each kind is asked for once, and nothing is sent that persists', async () => {
  await using api = await deployed();
  const { plan, apply } = prepare(api, platform());
  api.seen.length = 0;
  const made = await plan();
  expect(made.actions.map(({ verb }) => verb)).toEqual(['noop', 'noop']);
  expect(api.seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'GET /api/v1/namespaces/naas-system/configmaps/naas-inventory',
    'GET /api/v1/namespaces',
    'GET /api/v1/configmaps',
  ]);
  expect(await collect(apply(made))).toEqual(['started', 'finished']);
  expect(api.writes).toEqual([]);
});

test('a difference is planned as an update with its fields', async () => {
  await using api = await deployed();
  const plan = await prepare(api, platform({ limit: '2' })).plan();
  expect(plan.actions[1]).toMatchObject({
    verb: 'update',
    changes: [{ path: 'data.limit', before: '1', after: '2' }],
  });
});

test('what others made is not taken for the platform’s own: it is adopted by the plan that says so', async () => {
  await using api = await startObjectServer({ objects: [namespace, settings('1')] });
  const { plan, apply } = prepare(api, platform());
  const made = await plan();
  expect(made.actions.map(({ verb }) => verb)).toEqual(['adopt', 'adopt']);
  await collect(apply(made));
  expect((await plan()).actions.map(({ verb }) => verb)).toEqual(['noop', 'noop']);
});

test('a plan that no longer holds changes nothing, and says what has moved', async () => {
  await using api = await deployed();
  const { plan, apply } = prepare(api, platform({ limit: '2' }));
  const made = await plan();
  const live = api.live.get('ConfigMap lab/settings')!;
  api.add({ ...live, data: { limit: '7' } });
  await expect(collect(apply(made))).rejects.toMatchObject({
    code: 'PLAN_MOVED',
    message: expect.stringContaining('ConfigMap lab/settings: still update, but with other content'),
  });
  expect(api.writes.filter((write) => !write.includes('Lease'))).toEqual([]);
});

test('two plans of the same world have the same digest, and a change of the world another', async () => {
  await using api = await deployed();
  const first = await prepare(api, platform({ limit: '2' })).plan();
  const second = await prepare(api, platform({ limit: '2' })).plan();
  const other = await prepare(api, platform({ limit: '3' })).plan();
  expect(second.digest).toBe(first.digest);
  expect(other.digest).not.toBe(first.digest);
});

test('what is no longer wanted is removed at the end, and data stays with a word about it', async () => {
  const data: KubeObject = {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'old', namespace: 'lab' },
  };
  const more: Component = {
    id: 'more',
    dependsOn: ['spaces'],
    desired: () => [
      manifest(data, { keep: true }),
      manifest({ ...settings('1'), metadata: { name: 'extra', namespace: 'lab', labels } }),
    ],
    ready: () => [],
  };
  await using api = await startObjectServer();
  const before = prepare(api, [...platform(), more]);
  await collect(before.apply(await before.plan()));
  const { plan, apply } = prepare(api, platform());
  const made = await plan();
  expect(made.actions.filter(({ verb }) => verb !== 'noop').map(({ verb, id }) => `${verb} ${id}`)).toEqual([
    'delete ConfigMap lab/extra',
  ]);
  expect(made.warnings).toEqual(['No longer wanted, and kept because data is in it: PersistentVolumeClaim lab/old.']);
  await collect(apply(made));
  expect(api.live.has('ConfigMap lab/extra')).toBe(false);
  expect(api.live.has('PersistentVolumeClaim lab/old')).toBe(true);
  expect((await plan()).actions.map(({ verb }) => verb)).toEqual(['noop', 'noop']);
});

test('components that do not need each other go side by side', async () => {
  const slow = { state: 'waiting', reason: 'slow' } as const;
  const other: Component = {
    ...platform()[0],
    id: 'others',
    desired: () => [manifest({ ...settings('1'), metadata: { name: 'others', namespace: 'lab' } })],
    ready: () => [],
  };
  await using api = await startObjectServer();
  const { plan, apply } = prepare(api, [...platform({ verdicts: [slow, slow] }), other]);
  const told = await collect(apply(await plan()));
  expect(told.indexOf('component-ready others')).toBeLessThan(told.indexOf('component-ready limits'));
});

test('while one changes the platform another is refused, told who it is, and changes nothing', async () => {
  await using api = await deployed();
  const verdicts = Array.from({ length: 12 }, () => ({ state: 'waiting', reason: 'slow' }) as const);
  const alice = prepare(api, platform({ limit: '2', verdicts }));
  const bob = prepare(api, platform({ limit: '3' }), { who: 'bob@desk' });
  const plans = [await alice.plan(), await bob.plan()] as const;
  const running = alice.apply(plans[0]);
  for await (const event of running) {
    if (event.type !== 'waiting') continue;
    await expect(collect(bob.apply(plans[1]))).rejects.toMatchObject({
      code: 'PLATFORM_BUSY',
      message: expect.stringMatching(/^alice@desk is at work on the platform \(deploy, since 20/),
    });
  }
  expect(api.live.get('ConfigMap lab/settings')).toMatchObject({ data: { limit: '2' } });
}, 20_000);

test('every change is on record, with who made it and how it ended', async () => {
  await using api = await deployed();
  const judge = () => Promise.reject(new NaasError('KUBE_FORBIDDEN', 'Nobody may look.'));
  const subject = { kind: 'ConfigMap', namespace: 'lab', name: 'settings' };
  const [limits, spaces] = platform({ limit: '2' });
  const { plan, apply } = prepare(api, [{ ...limits, ready: () => [{ subject, judge }] }, spaces]);
  await expect(collect(apply(await plan()))).rejects.toMatchObject({ code: 'KUBE_FORBIDDEN' });
  const runs = await listRuns(api.kube, { signal: new AbortController().signal });
  expect(runs.map(({ number, who, outcome, summary }) => [number, who, outcome, summary])).toEqual([
    [2, 'alice@desk', 'failed', 'update 1'],
    [1, 'alice@desk', 'done', 'create 2'],
  ]);
});

test('a plan with a blocked action changes nothing', async () => {
  await using api = await startObjectServer();
  const { plan, apply } = prepare(api, platform());
  const made = await plan();
  const actions = made.actions.map((action, index) =>
    index === 1 ? { ...action, verb: 'blocked' as const, reason: 'it is immutable' } : action,
  );
  await expect(collect(apply({ ...made, actions }))).rejects.toMatchObject({
    code: 'PLAN_BLOCKED',
    message: expect.stringContaining('ConfigMap lab/settings: it is immutable'),
  });
  expect(api.writes).toEqual([]);
});

test('a plan of another file changes nothing', async () => {
  await using api = await startObjectServer();
  const { plan } = prepare(api, platform());
  const other = prepare(api, platform().slice(1));
  await expect(collect(other.apply(await plan()))).rejects.toMatchObject({ code: 'PLAN_MOVED' });
  expect(api.writes.filter((write) => !write.includes('Lease'))).toEqual([]);
});

test('an abort ends the apply before the next step', async () => {
  await using api = await startObjectServer();
  const stop = new AbortController();
  const { plan, apply } = prepare(api, platform(), { stop });
  const events = apply(await plan());
  await expect(
    (async () => {
      for await (const event of events) if (event.type === 'component-ready') stop.abort(new Error('enough'));
    })(),
  ).rejects.toThrow('enough');
  expect(api.live.has('Namespace lab')).toBe(true);
  expect(api.live.has('ConfigMap lab/settings')).toBe(false);
});

test('a failed apply is gone on with by a new plan', async () => {
  await using api = await startObjectServer();
  const failing = Array.from({ length: 20 }, (): Verdict => ({ state: 'failed', reason: 'refused', hint: 'mend it' }));
  const { plan, apply } = prepare(api, platform({ verdicts: failing }));
  const events = apply(await plan());
  for await (const event of events) if (event.type === 'waiting') break;
  const actions = (await plan()).actions;
  expect(actions.map(({ verb }) => verb)).toEqual(['noop', 'noop']);
});
