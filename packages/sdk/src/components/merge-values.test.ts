import { expect, test } from 'vitest';
import { mergeValues } from './merge-values.ts';

test('maps are merged by key, lists and everything else replaced, and neither side is changed', () => {
  const base = { a: { x: 1, y: [1, 2] }, b: 'base', c: { z: 1 } };
  const over = { a: { y: [3] }, b: { now: 'a map' }, c: null };
  expect(mergeValues(base, over)).toEqual({ a: { x: 1, y: [3] }, b: { now: 'a map' }, c: null });
  expect(base.a).toEqual({ x: 1, y: [1, 2] });
});
