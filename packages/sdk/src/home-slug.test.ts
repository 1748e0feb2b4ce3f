import { expect, test } from 'vitest';
import { homeSlug } from './home-slug.ts';

// What KubeSpawner 7.0.0 itself answers; test/cluster/isolation compares with it directly.
test.each([
  ['alice', 'alice'],
  ['alice-smith', 'alice-smith'],
  ['alice@example.com', 'alice-example-com---ff8d9819'],
  ['alice smith', 'alice-smith---038bd15a'],
  ['Alice', 'alice---3bc51062'],
  ['alice.smith', 'alice-smith---63425827'],
  ['alice--bob', 'alice-bob---4022885c'],
  ['0alice', 'x-0alice---8733ab64'],
  ['ünïcode', 'n-code---b8be8967'],
  ['用户', 'x---0d0e1a86'],
  ['a'.repeat(48), 'a'.repeat(48)],
  ['a'.repeat(49), `${'a'.repeat(37)}---8f9bec6a`],
  ['very-long-user-name-that-goes-past-the-limit-of-forty-eight', 'very-long-user-name-that-goes-past-th---21d84ed3'],
])('the home of %s is %s', (name, slug) => {
  expect(homeSlug(name)).toBe(slug);
});
