import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { closest, editDistance } from './suggest.ts';

const KEYS = ['server', 'path', 'mountOptions', 'storageClassName', 'nfs'];

test.each([
  ['sever', 'server'],
  ['sevrer', 'server'],
  ['mountoptions', 'mountOptions'],
  ['mount_options', 'mountOptions'],
  ['storageClass', 'storageClassName'],
  ['nsf', 'nfs'],
])('%s is taken for %s', (word, meant) => {
  expect(closest(word, KEYS)).toBe(meant);
});

test.each(['provisioner', 'x', 'https'])('%s is taken for nothing', (word) => {
  expect(closest(word, KEYS)).toBeUndefined();
});

test('words are as far apart one way as the other, never further than the longer is long, and only equal ones not at all', () => {
  const word = fc.string({ maxLength: 12 });
  fc.assert(
    fc.property(word, word, (a, b) => {
      const distance = editDistance(a, b);
      expect(distance).toBe(editDistance(b, a));
      expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
      expect(distance === 0).toBe(a === b);
    }),
  );
});
