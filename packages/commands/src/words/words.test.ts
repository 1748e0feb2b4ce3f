import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { editDistance } from './closest.ts';
import { age, closest, count, duration, list } from './index.ts';

test('the distance between words is symmetric, zero only for equal ones, and obeys the triangle', () => {
  const word = fc.string({ maxLength: 8 });
  fc.assert(
    fc.property(word, word, word, (a, b, c) => {
      expect(editDistance(a, b)).toBe(editDistance(b, a));
      expect(editDistance(a, b) === 0).toBe(a === b);
      expect(editDistance(a, c)).toBeLessThanOrEqual(editDistance(a, b) + editDistance(b, c));
    }),
  );
});

test('a word far from every candidate has no closest one', () => {
  expect(closest('alcie', ['alice', 'bob'])).toBe('alice');
  expect(closest('zoe', ['alice', 'bob'])).toBeUndefined();
});

test.each([
  [0, '0.0 s'],
  [3_240, '3.2 s'],
  [12_400, '12 s'],
  [59_700, '1 min 0 s'],
  [200_000, '3 min 20 s'],
])('%d ms are said as %s', (milliseconds, words) => {
  expect(duration(milliseconds)).toBe(words);
});

test('an age is said in its largest unit, and an unknown one is empty', () => {
  const now = Date.parse('2026-01-03T12:00:00Z');
  const ages = ['2026-01-03T11:59:55Z', '2026-01-03T11:30:00Z', '2026-01-02T12:00:00Z', '2026-01-01T00:00:00Z'];
  expect([...ages, undefined, 'soon'].map((time) => age(time, now))).toEqual(['5 s', '30 min', '24 h', '2 d', '', '']);
});

test('lists and counts read as a sentence does', () => {
  expect(list(['a'])).toBe('a');
  expect(list(['a', 'b', 'c'])).toBe('a, b and c');
  expect(list(['a', 'b', 'c', 'd'], 2)).toBe('a, b and 2 more');
  expect([0, 1, 2].map((number) => count(number, 'kernel'))).toEqual(['no kernel', '1 kernel', '2 kernels']);
});
