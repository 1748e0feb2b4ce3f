import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { overlap, parseAddressRange } from './address-range.ts';

const dotted = (value: number) => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.');
const address = fc.integer({ min: 0, max: 2 ** 32 - 1 });

describe('addresses', () => {
  test('are those between two, both included', () => {
    fc.assert(
      fc.property(address, address, (a, b) => {
        const [first, last] = [Math.min(a, b), Math.max(a, b)];
        const range = { family: 4, first: BigInt(first), last: BigInt(last) };
        expect(parseAddressRange(`${dotted(first)}-${dotted(last)}`)).toEqual(range);
        expect(parseAddressRange(`${dotted(first)} - ${dotted(last)}`)).toEqual(range);
        const backwards = parseAddressRange(`${dotted(last)}-${dotted(first)}`);
        expect(backwards === undefined).toBe(first < last);
      }),
    );
  });

  test.each([
    ['192.168.1.208/29', { family: 4, first: 3232235984n, last: 3232235991n }],
    ['10.0.0.1/32', { family: 4, first: 167772161n, last: 167772161n }],
    ['0.0.0.0/0', { family: 4, first: 0n, last: 2n ** 32n - 1n }],
    ['fd00::/126', { family: 6, first: 0xfdn << 120n, last: (0xfdn << 120n) + 3n }],
    ['fd00:0:0:0:0:0:0:1-fd00::A', { family: 6, first: (0xfdn << 120n) + 1n, last: (0xfdn << 120n) + 10n }],
    ['::1-1::', { family: 6, first: 1n, last: 1n << 112n }],
  ])('of %s are read', (text, range) => {
    expect(parseAddressRange(text)).toEqual(range);
  });

  test.each([
    '192.168.1.201',
    '192.168.1.201-210',
    '192.168.1.201-192.168.1.256',
    '192.168.1.1-192.168.1.2-192.168.1.3',
    '192.168.1.5/24',
    '192.168.1.0/33',
    '192.168.1.0/',
    '192.168.1.1-fd00::1',
    'fe80::1%eth0-fe80::2%eth0',
    '::ffff:1.2.3.4/128',
    'nas-nas2',
    '-',
    '',
  ])('are not in %j', (text) => {
    expect(parseAddressRange(text)).toBeUndefined();
  });

  test('overlap when one is in both, in either order', () => {
    const small = fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 10 }));
    fc.assert(
      fc.property(small, small, ([a, n], [b, m]) => {
        const [one, other] = [
          { family: 4, first: BigInt(a), last: BigInt(a + n) },
          { family: 4, first: BigInt(b), last: BigInt(b + m) },
        ] as const;
        const shared = Array.from({ length: n + 1 }, (_, step) => a + step).some((each) => each >= b && each <= b + m);
        expect(overlap(one, other)).toBe(shared);
        expect(overlap(other, one)).toBe(shared);
        expect(overlap(one, { ...other, family: 6 })).toBe(false);
      }),
    );
  });
});
