import * as fc from 'fast-check';
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

  it('tells a key of the file from what every object inherits', () => {
    expect(fieldChanges({}, { constructor: 1 })).toEqual([{ path: 'constructor', after: 1 }]);
  });

  it('shows lists of different length as a whole', () => {
    expect(fieldChanges({ a: [1] }, { a: [1, 2] })).toEqual([{ path: 'a', before: [1], after: [1, 2] }]);
  });

  it('does not count what the API server writes by itself', () => {
    const live = object({
      metadata: { name: 'x', uid: '1', resourceVersion: '5', managedFields: [] },
      status: { a: 1 },
    });
    expect(objectChanges(live, object({ metadata: { name: 'x', resourceVersion: '6' } }))).toEqual([]);
  });

  it('shows of a program how long it is and which, and not all of it', () => {
    const [change] = fieldChanges({ program: 'a'.repeat(30_000) }, { program: 'b'.repeat(30_000) });
    expect(change?.before).toMatch(/^\(30000 characters, SHA-256 [0-9a-f]{12}\)$/);
    expect(change?.after).not.toBe(change?.before);
  });

  it('never shows a value of a Secret', () => {
    const live = { ...object({ data: { token: 'b2xk' } }), kind: 'Secret' };
    const changes = objectChanges(live, { ...live, data: { token: 'bmV3' } });
    expect(changes).toEqual([{ path: 'data.token', before: '(secret)', after: '(secret)' }]);
  });

  it('masks a secret inside what comes as a whole', () => {
    const secret = (path: string) => path.endsWith('.token');
    expect(fieldChanges({}, { services: { naas: { token: 't', url: 'u' } } }, { secret })).toEqual([
      { path: 'services', after: { naas: { token: '(secret)', url: 'u' } } },
    ]);
    expect(fieldChanges({ list: [] }, { list: [{ token: 't' }] }, { secret })).toEqual([
      { path: 'list', before: [], after: [{ token: '(secret)' }] },
    ]);
  });
});

describe('of any two JSON values', () => {
  // Once through text: JSON writes no negative zero.
  const json = fc.json({ maxDepth: 4 }).map((text) => JSON.parse(text.replaceAll(/-0(?![.\d])/g, '0')) as unknown);

  it('a value has no changes against itself', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(fieldChanges(value, structuredClone(value))).toEqual([]);
      }),
    );
  });

  it('there is a change exactly when they differ', () => {
    const differ = (a: unknown, b: unknown) => JSON.stringify(sorted(a)) !== JSON.stringify(sorted(b));
    fc.assert(
      fc.property(json, json, (a, b) => {
        expect(fieldChanges(a, b).length > 0).toBe(differ(a, b));
      }),
    );
  });

  it('no secret appears in the changes, wherever it stands', () => {
    const marked = fc.letrec((tie) => ({
      value: fc.oneof({ depthSize: 'small' }, fc.boolean(), tie('map'), fc.array(tie('value'), { maxLength: 3 })),
      map: fc.dictionary(fc.constantFrom('a', 'b', 'secret'), fc.oneof(tie('value'), fc.constant('HIDDEN')), {
        maxKeys: 3,
      }),
    })).map;
    const hide = (value: unknown, inSecret = false): unknown => {
      if (value === 'HIDDEN') return inSecret ? 'HIDDEN' : 'shown';
      if (Array.isArray(value)) return value.map((item) => hide(item, inSecret));
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value).map(([key, inner]) => [key, hide(inner, inSecret || key === 'secret')]),
      );
    };
    fc.assert(
      fc.property(marked, marked, (a, b) => {
        const changes = fieldChanges(hide(a), hide(b), { secret: (path) => path.includes('secret') });
        expect(JSON.stringify(changes)).not.toContain('HIDDEN');
      }),
    );
  });
});

/** Maps as lists of their entries in one order, told apart from lists. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return { list: value.map(sorted) };
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return { map: entries.map(([key, inner]) => [key, sorted(inner)]) };
}
