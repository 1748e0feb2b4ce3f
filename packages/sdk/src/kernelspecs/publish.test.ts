import { expect, test } from 'vitest';
import type { FileSet } from './file-set.ts';
import { listCommand, publishCommand, toConfigMap } from './publish.ts';
import { compareKernelspecs, parseShareListing } from './share-listing.ts';

const set = (files: Record<string, Uint8Array>): FileSet => ({
  files: new Map(Object.entries(files).map(([path, content]) => [path, { content, mode: 0o644 }])),
});
const bytes = (text: string) => new TextEncoder().encode(text);

test('text travels as text and the rest as base64, under keys that a ConfigMap takes', () => {
  const { data, binaryData } = toConfigMap(
    set({ 'a/kernel.json': bytes('\uFEFF{}'), 'a/logo.png': Uint8Array.of(0x89, 0xff) }),
  );
  expect(data['file-0']).toBe('\uFEFF{}');
  expect(binaryData).toEqual({ 'file-1': 'if8=' });
  const files = [
    { path: 'a/kernel.json', key: 'file-0', mode: 0o644 },
    { path: 'a/logo.png', key: 'file-1', mode: 0o644 },
  ];
  expect(data['index.json']).toBe(JSON.stringify({ files }));
});

test('more than a ConfigMap holds is refused, with the file that is to blame', () => {
  expect(() => toConfigMap(set({ small: bytes('x'), big: new Uint8Array(900 * 1024) }))).toThrow(
    expect.objectContaining({ code: 'KERNELSPEC_INVALID', hint: expect.stringContaining('The largest file is big;') }),
  );
});

test('the commands hold no dollar, which the kubelet would expand', () => {
  const words = [...publishCommand({ root: '/share', hash: 'abc' }), ...listCommand({ root: '/share' })];
  expect(words.join('\n')).not.toContain('$');
  expect(words).toContain('publish');
});

test('the listing is the last line, and anything else is said to be none', () => {
  expect(parseShareListing('a warning\n{"changed":true,"files":[]}\n')).toEqual({ changed: true, files: [] });
  expect(() => parseShareListing('exec: python3: not found')).toThrow('could not be listed: exec: python3: not found');
});

test('each file is the same, changed, missing or foreign', () => {
  const hashOfX = '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881';
  const actual = [
    { path: 'a/same', sha256: hashOfX },
    { path: 'a/changed', sha256: '' },
    { path: 'theirs/kernel.json', sha256: hashOfX },
  ];
  expect(
    compareKernelspecs(set({ 'a/same': bytes('x'), 'a/changed': bytes('x'), 'a/new': bytes('x') }), actual),
  ).toEqual([
    { path: 'a/changed', state: 'changed' },
    { path: 'a/new', state: 'missing' },
    { path: 'a/same', state: 'same' },
    { path: 'theirs/kernel.json', state: 'foreign' },
  ]);
});
