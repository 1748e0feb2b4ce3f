import { describe, expect, it } from 'vitest';
import { fieldChanges, objectChanges } from './field-changes.ts';

const object = (fields: object) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' }, ...fields });

describe('field changes', () => {
  it('names what was added, changed and removed by path', () => {
    expect(fieldChanges({ a: 1, b: { c: 2, d: [1, 2] } }, { b: { c: 3, d: [1, 5] }, e: 'new' })).toEqual([
      { path: 'a', before: 1 },
      { path: 'b.c', before: 2, after: 3 },
      { path: 'b.d[1]', before: 2, after: 5 },
      { path: 'e', after: 'new' },
    ]);
  });

  it('does not count what the API server writes by itself', () => {
    const live = object({
      metadata: { name: 'x', uid: '1', resourceVersion: '5', managedFields: [] },
      status: { a: 1 },
    });
    expect(objectChanges(live, object({ metadata: { name: 'x', resourceVersion: '6' } }))).toEqual([]);
  });

  it('never shows a value of a Secret', () => {
    const live = { ...object({ data: { token: 'b2xk' } }), kind: 'Secret' };
    const changes = objectChanges(live, { ...live, data: { token: 'bmV3' } });
    expect(changes).toEqual([{ path: 'data.token', before: '(secret)', after: '(secret)' }]);
  });
});
