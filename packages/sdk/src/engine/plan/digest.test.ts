import { expect, test } from 'vitest';
import { movedSince, movedSinceDigest, planDigest } from './digest.ts';
import type { Plan, PlannedAction } from './plan.ts';

const action = (component: string, name: string, changed: Partial<PlannedAction> = {}): PlannedAction => ({
  id: `Service lab/${name}`,
  component,
  driver: 'manifest',
  verb: 'noop',
  subject: { kind: 'Service', namespace: 'lab', name },
  changes: [],
  state: 'as it was',
  ...changed,
});

function plan(...actions: PlannedAction[]): Plan {
  const content = { platform: 'lab', intent: 'deploy', options: {}, actions } as const;
  return { ...content, warnings: [], digest: planDigest(content) };
}

const before = plan(action('gateway', 'gateway'), action('hub', 'hub'), action('hub', 'proxy'));
const after = plan(action('gateway', 'gateway'), action('hub', 'hub', { verb: 'update' }), action('hub', 'proxy'));

test('the same actions on the same things have the same digest, whatever is told of them', () => {
  const again = plan(action('gateway', 'gateway', { reason: 'told otherwise' }), ...before.actions.slice(1));
  expect(again.digest).toBe(before.digest);
  expect(before.digest).toMatch(/^[0-9a-f]{24}$/);
});

test.each([
  ['another verb', after],
  ['another state', plan(...before.actions.slice(0, 2), action('hub', 'proxy', { state: 'changed' }))],
  ['an action more', plan(...before.actions, action('hub', 'more'))],
])('%s is another digest', (_what, other) => {
  expect(other.digest).not.toBe(before.digest);
});

test('what has moved is named action by action', () => {
  const gone = plan(...before.actions.slice(0, 2), action('hub', 'new', { verb: 'create' }));
  expect(movedSince(before, after)).toEqual([{ what: 'Service lab/hub', words: 'was noop, now update' }]);
  expect(movedSince(before, gone).map(({ what, words }) => `${what}: ${words}`)).toEqual([
    'Service lab/proxy: was noop, now no part of the plan',
    'Service lab/new: now create, no part of the plan before',
  ]);
  expect(movedSince(before, before)).toEqual([]);
});

test('from a digest alone the component that has moved is named, with what would be done now', () => {
  expect(movedSinceDigest(before.digest, after)).toEqual([{ what: 'hub', words: 'now update Service lab/hub' }]);
});

test('a digest of a plan with other components, and one with other options, say so', () => {
  const more = plan(...before.actions, action('addresses', 'pool'));
  expect(movedSinceDigest(before.digest, more)[0]?.words).toMatch(/wants other components/);
  const otherwise = { ...before, options: { takeOver: true } };
  expect(movedSinceDigest(planDigest(otherwise), before)[0]?.words).toMatch(/other options/);
});
