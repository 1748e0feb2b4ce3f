import { expect, test } from 'vitest';
import { type ObjectServer, startObjectServer } from '../../../test/object-server.ts';
import { platformConfig } from '../../../test/platform-config.ts';
import type { KubeObject, Verdict } from '../../kube/index.ts';
import { applyPlan } from './apply-plan.ts';
import type { Component } from '../component.ts';
import { completeCredentials } from '../credentials.ts';
import type { ApplyEvent } from '../events.ts';
import { makePlan, wantedResources } from '../plan/make-plan.ts';
import { manifest } from '../manifest.ts';
import type { Plan } from '../plan/plan.ts';

const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'lab' } };
const settings = (limit: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'settings', namespace: 'lab' },
  data: { limit },
});

interface Options {
  readonly limit?: string;
  readonly verdicts?: Verdict[];
}

/** Two components: a namespace, and an object in it that is ready by a list of verdicts. */
function platform({ limit = '1', verdicts = [] }: Options = {}): readonly Component[] {
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

async function prepare(api: ObjectServer, components: readonly Component[], stop = new AbortController()) {
  const context = { config: platformConfig(), credentials: completeCredentials({}) };
  const helm = () => Promise.reject(new Error('no release here'));
  const driver = { kube: api.kube, helm, records: {}, signal: stop.signal };
  const wanted = await wantedResources(components, context);
  const ready = { ...context, kube: api.kube, signal: stop.signal };
  return {
    plan: () => makePlan('lab', wanted, driver),
    apply: (plan: Plan) => applyPlan(plan, { components, wanted, driver, ready }),
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

test('a plan names what would be made and sends nothing that persists', async () => {
  await using api = await startObjectServer();
  const plan = await (await prepare(api, platform())).plan();
  expect(plan.actions.map(({ verb, id, component }) => `${component}: ${verb} ${id}`)).toEqual([
    'spaces: create Namespace lab',
    'limits: create ConfigMap lab/settings',
  ]);
  expect(api.writes).toEqual([]);
});

test('an apply goes component by component, tells what it waits for, and remembers what it applied', async () => {
  await using api = await startObjectServer();
  const { plan, apply } = await prepare(api, platform({ verdicts: [{ state: 'waiting', reason: 'not seen yet' }] }));
  expect(await collect(apply(await plan()))).toEqual([
    'started',
    'step-started Namespace lab',
    'step-finished Namespace lab',
    'component-ready spaces',
    'step-started ConfigMap lab/settings',
    'step-finished ConfigMap lab/settings',
    'waiting limits: not seen yet',
    'component-ready limits',
    'finished',
  ]);
  expect(api.writes).toEqual([
    'PATCH Namespace lab',
    'PATCH ConfigMap naas-system/naas-inventory',
    'PATCH ConfigMap lab/settings',
  ]);
});

test('applied again there is nothing to do, and nothing is sent that persists', async () => {
  await using api = await startObjectServer({ objects: [namespace, settings('1')] });
  const { plan, apply } = await prepare(api, platform());
  const made = await plan();
  expect(made.actions.map(({ verb }) => verb)).toEqual(['noop', 'noop']);
  expect(await collect(apply(made))).toEqual(['started', 'finished']);
  expect(api.writes).toEqual([]);
});

test('a difference is planned as an update with its fields', async () => {
  await using api = await startObjectServer({ objects: [namespace, settings('1')] });
  const plan = await (await prepare(api, platform({ limit: '2' }))).plan();
  expect(plan.actions[1]).toMatchObject({
    verb: 'update',
    changes: [{ path: 'data.limit', before: '1', after: '2' }],
  });
});

test('a plan with a blocked action changes nothing', async () => {
  await using api = await startObjectServer();
  const { plan, apply } = await prepare(api, platform());
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
  const { plan } = await prepare(api, platform());
  const other = await prepare(api, platform().slice(1));
  await expect(collect(other.apply(await plan()))).rejects.toMatchObject({ code: 'PLAN_BLOCKED' });
  expect(api.writes).toEqual([]);
});

test('an abort ends the apply before the next step', async () => {
  await using api = await startObjectServer();
  const stop = new AbortController();
  const { plan, apply } = await prepare(api, platform(), stop);
  const events = apply(await plan());
  await expect(
    (async () => {
      for await (const event of events) if (event.type === 'component-ready') stop.abort(new Error('enough'));
    })(),
  ).rejects.toThrow('enough');
  expect(api.writes).toEqual(['PATCH Namespace lab']);
});

test('a failed apply is gone on with by a new plan', async () => {
  await using api = await startObjectServer();
  const failing = Array.from({ length: 20 }, (): Verdict => ({ state: 'failed', reason: 'refused', hint: 'mend it' }));
  const { plan, apply } = await prepare(api, platform({ verdicts: failing }));
  const events = apply(await plan());
  for await (const event of events) if (event.type === 'waiting') break;
  const actions = (await plan()).actions;
  expect(actions.map(({ verb }) => verb)).toEqual(['noop', 'noop']);
});
