import { execInPod, listObjects } from '@naas/sdk';
import { homeSlug } from '@naas/sdk/home-slug';
import { oneof, sample, string, stringMatching } from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readBench } from '../support/bench.ts';
import { guardedPlatform, type GuardedPlatform, NEAR_NAMES, UNUSUAL_NAMES } from './support/guarded-platform.ts';
import { PLACES } from './support/guarded-context.ts';

const bench = await readBench();
let guarded: GuardedPlatform;

beforeAll(async () => {
  guarded = await guardedPlatform(bench);
});

afterAll(() => guarded?.[Symbol.asyncDispose]());

/** The letters of each are lower-cased, cut or thrown away in a way that two languages may do differently. */
const LATIN = [
  'alice',
  'Alice',
  'ALICE',
  'alice-',
  '-alice',
  'alice--bob',
  '0alice',
  '0',
  'a_b',
  'a+b',
  'user@EXAMPLE.com',
];
const SHAPES = [
  '-',
  '--',
  '.',
  '..',
  '../bob',
  'a/b',
  ' ',
  '\t',
  'a b',
  'a\nb',
  'a\u00a0b',
  'a\u0000b',
  'x---0d0e1a86',
];
const LENGTHS = [
  ...[47, 48, 49].map((length) => 'a'.repeat(length)),
  `${'a'.repeat(36)}-bcdefgh`,
  `${'-'.repeat(60)}a`,
];
const LETTERS = [
  '\u212a',
  'K\u212a',
  '\u0130',
  'stra\u00dfe',
  '\u03a3\u03a3',
  '\u00c5ngstr\u00f6m',
  '\ufb01',
  '\u0660',
];
const OUTSIDE = ['\u{1d41a}', '\u{1f600}'];
const FIXED = [...UNUSUAL_NAMES, ...NEAR_NAMES, ...LATIN, ...SHAPES, ...LENGTHS, ...LETTERS, ...OUTSIDE];

const RANDOM = sample(
  oneof(
    string({ unit: 'binary', minLength: 1, maxLength: 60 }),
    string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
    stringMatching(/^[a-zA-Z0-9@._-]{1,70}$/),
  ),
  { seed: 5, numRuns: 400 },
);

/** KubeSpawner fills its own fields, as it does for the subPath of the home. */
const SPAWNER = [
  'import asyncio, json, sys',
  'from types import SimpleNamespace',
  'from kubespawner import KubeSpawner',
  'def home(name):',
  "    user = SimpleNamespace(name=name, id=1, url='', settings={})",
  "    return KubeSpawner(_mock=True, user=user, slug_scheme='safe')._expand_user_properties('{username}')",
  'async def main():',
  '    print(json.dumps([home(name) for name in json.load(sys.stdin)]))',
  'asyncio.run(main())',
].join('\n');

test('the home of any name is the one that KubeSpawner itself mounts', async () => {
  const names = [...new Set([...FIXED, ...RANDOM])];
  const selection = { namespace: PLACES.servers, labelSelector: 'component=hub' };
  const [hub] = await listObjects(guarded.kube, { apiVersion: 'v1', kind: 'Pod' }, selection);
  const target = { namespace: PLACES.servers, pod: hub!.metadata.name };
  const { stdout, stderr, exitCode } = await execInPod(guarded.kube, target, ['python3', '-c', SPAWNER], {
    stdin: JSON.stringify(names),
  });
  expect(exitCode, stderr).toBe(0);
  const theirs = JSON.parse(stdout.split('\n').findLast((line) => line !== '') ?? '') as string[];
  expect(names.length).toBeGreaterThan(300);
  expect(names.map((name) => [name, homeSlug(name)])).toEqual(names.map((name, at) => [name, theirs[at]]));
});
