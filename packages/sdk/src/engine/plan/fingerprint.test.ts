import { expect, test } from 'vitest';
import { digest, fingerprintWithout, secretHash } from './fingerprint.ts';

test('the order of keys makes no difference, the order of a list does', () => {
  expect(digest({ a: 1, b: [1, 2] })).toBe(digest({ b: [1, 2], a: 1 }));
  expect(digest([1, 2])).not.toBe(digest([2, 1]));
});

test('secrets that are not stored yet count by name, in plain text, as a Secret has them and as a hash', () => {
  const hash = (token: string) =>
    fingerprintWithout({ backendToken: token })({
      env: token,
      data: [Buffer.from(token).toString('base64')],
      annotations: { token: secretHash(token) },
    });
  expect(hash('one process made this')).toBe(hash('another process made that'));
});

test('a secret that is stored counts by its value', () => {
  const hash = fingerprintWithout({});
  expect(hash({ token: 'one' })).not.toBe(hash({ token: 'two' }));
});
