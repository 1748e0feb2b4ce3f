import { expect, test } from 'vitest';
import { completeCredentials } from './credentials.ts';

test('stored credentials are kept, so that a database can still be read', () => {
  const first = completeCredentials({});
  expect(completeCredentials({ ...first })).toEqual(first);
});

test('missing ones are made, each another, 32 bytes in hex as JupyterHub wants them', () => {
  const made = Object.values(completeCredentials({}));
  expect(new Set(made).size).toBe(9);
  for (const value of made) expect(value).toMatch(/^[0-9a-f]{64}$/);
});

test('an older set is completed and what nobody knows is dropped', () => {
  const credentials = completeCredentials({ backendToken: 'old', other: 'x' }, (bytes) => Buffer.alloc(bytes, 0xab));
  expect(credentials.backendToken).toBe('old');
  expect(credentials.proofToken).toBe('ab'.repeat(32));
  expect(credentials).not.toHaveProperty('other');
});
