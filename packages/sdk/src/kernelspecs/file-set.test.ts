import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type FileSet, hashFileSet, mergeFileSets } from './file-set.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const set = (files: Record<string, string>, mode = 0o644): FileSet => ({
  files: new Map(Object.entries(files).map(([path, text]) => [path, { content: bytes(text), mode }])),
});

test('the hash does not depend on the order of the files', () => {
  expect(hashFileSet(set({ b: '2', a: '1' }))).toBe(hashFileSet(set({ a: '1', b: '2' })));
});

test('the hash changes with any content, path or mode', () => {
  const files = fc.dictionary(fc.stringMatching(/^[a-z]{1,5}(\/[a-z]{1,5})?$/), fc.string(), { minKeys: 1 });
  fc.assert(
    fc.property(files, files, (a, b) => {
      const same = isDeepStrictEqual(new Map(Object.entries(a)), new Map(Object.entries(b)));
      expect(hashFileSet(set(a)) === hashFileSet(set(b))).toBe(same);
      expect(hashFileSet(set(a))).not.toBe(hashFileSet(set(a, 0o755)));
    }),
  );
});

test('bytes moved from one file to the next make another hash', () => {
  expect(hashFileSet(set({ a: '12', b: '3' }))).not.toBe(hashFileSet(set({ a: '1', b: '23' })));
});

test('sets that agree about a file go together, and two versions of one file do not', () => {
  const merged = mergeFileSets(set({ 'a/kernel.json': '{}' }), set({ 'a/kernel.json': '{}', 'b/kernel.json': '{}' }));
  expect([...merged.files.keys()]).toEqual(['a/kernel.json', 'b/kernel.json']);
  expect(() => mergeFileSets(set({ a: '1' }), set({ a: '2' }))).toThrow(
    'Two kernelspecs bring different files called a.',
  );
});
