import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskValues } from './mask-values.ts';

describe('maskValues', () => {
  it('masks a value however deep it sits, as it is and as a Secret holds it', () => {
    const values = { hub: { services: [{ apiToken: 'c0ffee-c0ffee' }] } };
    const encoded = Buffer.from('c0ffee-c0ffee').toString('base64');
    expect(maskValues(`a c0ffee-c0ffee b ${encoded} c`, values)).toBe('a *** b *** c');
  });

  it('masks the longer of two values that overlap', () => {
    expect(maskValues('secret-and-more', { a: 'secret', b: 'secret-and-more' })).toBe('***');
  });

  it('leaves short words alone, so that sentences stay readable', () => {
    expect(maskValues('the hub is on', { a: 'hub', b: 'on', c: 5, d: null })).toBe('the hub is on');
  });

  it('leaves no long string of the values in any text', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 6 }), fc.string(), fc.string(), (secret, before, after) => {
        fc.pre(!'***'.includes(secret) && !/^\**$/.test(secret));
        expect(maskValues(`${before}${secret}${after}`, { a: [secret] })).not.toBe(`${before}${secret}${after}`);
      }),
    );
  });
});
