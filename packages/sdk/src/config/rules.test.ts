import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { largestFaults, resourcesFaults } from './rules.ts';

test('limits are compared with requests by amount, whatever the units', () => {
  const units = fc.constantFrom(['', 1], ['k', 1e3], ['M', 1e6], ['Ki', 1024], ['Mi', 1024 ** 2], [
    'Gi',
    1024 ** 3,
  ] as const);
  const memory = fc.tuple(fc.integer({ min: 1, max: 5000 }), units);
  fc.assert(
    fc.property(memory, memory, ([n, [unit, factor]], [limitN, [limitUnit, limitFactor]]) => {
      const faults = resourcesFaults({
        requests: { memory: `${n}${unit}` },
        limits: { memory: `${limitN}${limitUnit}` },
      });
      expect(faults.length).toBe(limitN * limitFactor < n * factor ? 1 : 0);
    }),
  );
  expect(resourcesFaults({ requests: { cpu: '1' }, limits: { cpu: '900m' } })).toHaveLength(1);
  expect(resourcesFaults({ requests: { cpu: '1000m' }, limits: { cpu: '1' } })).toEqual([]);
});

test('the most that can be asked for is not below what every kernel has', () => {
  const resources = { limits: { cpu: '1', memory: '1Gi' } };
  expect(largestFaults({ resources })).toEqual([]);
  expect(largestFaults({ resources, largest: { cpu: '1000m', memory: '2Gi' } })).toEqual([]);
  expect(largestFaults({ resources, largest: { cpu: '500m', memory: '1G' } }).map(({ path }) => path)).toEqual([
    ['largest', 'cpu'],
    ['largest', 'memory'],
  ]);
});
