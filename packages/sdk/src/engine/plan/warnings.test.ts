import { expect, test } from 'vitest';
import type { PlannedAction } from './plan.ts';
import { generalWarnings } from './warnings.ts';

const action = (kind: string, different: Partial<PlannedAction> = {}): PlannedAction => ({
  id: `${kind} lab/x`,
  component: 'x',
  driver: 'manifest',
  verb: 'update',
  subject: { kind, namespace: 'lab', name: 'x' },
  changes: [],
  state: '',
  ...different,
});

test('storage that is there is said when it is touched, and not when it is made', () => {
  expect(
    generalWarnings([action('PersistentVolume'), action('PersistentVolumeClaim', { verb: 'create' })], []),
  ).toEqual(['Storage is touched: update PersistentVolume lab/x.']);
});

test('rights that grow are said; those that go are not', () => {
  const grown = action('Role', { changes: [{ path: 'rules', before: ['get'], after: ['get', 'delete'] }] });
  const gone = action('RoleBinding', { verb: 'delete' });
  expect(generalWarnings([grown, gone], [])).toEqual(['Rights grow: Role lab/x.']);
});

test('an image that becomes another is said with both, of our own objects and of a release’s', () => {
  const path = 'spec.template.spec.containers[0].image';
  const own = action('Deployment', { changes: [{ path, before: 'a:1', after: 'a:2' }] });
  const hub = action('Release', { changes: [{ path: `Deployment lab/hub: ${path}`, before: 'h:1', after: 'h:2' }] });
  const policy = action('Deployment', {
    changes: [{ path: path.replace('image', 'imagePullPolicy'), before: 'A', after: 'B' }],
  });
  expect(generalWarnings([own, hub, policy], [])).toEqual([
    'Images change: Deployment lab/x a:1 → a:2; Deployment lab/hub h:1 → h:2.',
  ]);
});

test('what is taken over from others is said by field and manager, unless nothing is done', () => {
  const conflicts = [{ manager: 'kubectl-edit', field: '.spec.replicas' }];
  expect(generalWarnings([action('Deployment', { conflicts })], [])).toEqual([
    'Taken over from others: Deployment lab/x .spec.replicas from kubectl-edit.',
  ]);
  expect(generalWarnings([action('Deployment', { conflicts, verb: 'blocked' })], [])).toEqual([]);
});

test('data that nobody wants any more is named, because it stays', () => {
  expect(generalWarnings([], ['PersistentVolumeClaim lab/old'])).toEqual([
    'No longer wanted, and kept because data is in it: PersistentVolumeClaim lab/old.',
  ]);
});
