import { describe, expect, it } from 'vitest';
import { SeenRequests } from './seen-requests.ts';
import { stampIsNear } from './stamp.ts';

describe('stampIsNear', () => {
  it.each([
    [-301, false],
    [-300, true],
    [0, true],
    [300, true],
    [301, false],
    [Number.NaN, false],
  ])('judges a stamp %d seconds from now as %s', (offset, near) => {
    const now = 1_700_000_000_000;
    expect(stampIsNear(now / 1000 + offset, now)).toBe(near);
  });
});

describe('SeenRequests', () => {
  it('admits a request once for as long as its stamp can be good', () => {
    const seen = new SeenRequests();
    expect(seen.admit('a', 0)).toBe(true);
    expect(seen.admit('a', 600_000)).toBe(false);
    expect(seen.admit('b', 0)).toBe(true);
  });

  it('forgets requests that no stamp can bring back, so that it does not grow for ever', () => {
    const seen = new SeenRequests();
    for (let i = 0; i < 1000; i += 1) seen.admit(String(i), i);
    seen.admit('later', 700_000);
    expect(seen.size).toBe(1);
  });
});
