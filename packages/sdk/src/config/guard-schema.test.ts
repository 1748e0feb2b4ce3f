import { expect, test } from 'vitest';
import { guardSchema } from './guard-schema.ts';

test('the guard needs nothing said: two pods, and a stopped server is forgotten within a minute', () => {
  expect(guardSchema.parse(undefined)).toMatchObject({
    image: 'docker.io/library/node:20-bookworm-slim',
    replicas: 2,
    hub: { cacheFor: 60, awayFor: 600 },
    leftOvers: { endAfter: 600, sweepOrphans: false },
  });
});

test('a token of a stopped server is believed for a minute at most', () => {
  expect(guardSchema.parse({ hub: { cacheFor: '10s' } }).hub.cacheFor).toBe(10);
  const refused = guardSchema.safeParse({ hub: { cacheFor: '2m' } });
  expect(refused.error?.issues[0]).toMatchObject({
    path: ['hub', 'cacheFor'],
    message: expect.stringContaining('at most 60s'),
  });
});

test('left-overs may be kept for ever', () => {
  expect(guardSchema.parse({ leftOvers: { endAfter: 0 } }).leftOvers.endAfter).toBe(0);
});
