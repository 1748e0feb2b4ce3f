import { describe, expect, it } from 'vitest';
import { mayRun, refusalWords, roleOf, type Binding } from './rights.ts';

const bindings: readonly Binding[] = [
  { team: 'T1', user: 'U1', role: 'viewer' },
  { team: 'T1', user: 'U2', role: 'deployer' },
  { team: 'T1', user: 'U2', role: 'viewer' },
];

describe('rights', () => {
  it('gives nobody a role who is not bound', () => {
    expect(roleOf({ team: 'T1', user: 'U9' }, bindings)).toBeUndefined();
    expect(mayRun('read', undefined)).toBe(false);
  });

  it('does not take the same user id of another workspace for the same person', () => {
    expect(roleOf({ team: 'T2', user: 'U2' }, bindings)).toBeUndefined();
  });

  it('counts the strongest of several bindings, in whatever order they stand', () => {
    expect(roleOf({ team: 'T1', user: 'U2' }, bindings)).toBe('deployer');
    expect(roleOf({ team: 'T1', user: 'U2' }, [...bindings].reverse())).toBe('deployer');
  });

  it.each([
    ['viewer', ['read']],
    ['operator', ['read', 'operate']],
    ['deployer', ['read', 'operate', 'deploy']],
  ] as const)('lets a %s do %j and no more', (role, allowed) => {
    const access = (['read', 'operate', 'deploy'] as const).filter((one) => mayRun(one, role));
    expect(access).toEqual(allowed);
  });

  it('tells who is refused which binding is missing', () => {
    const words = refusalWords({ team: 'T1', user: 'U1' }, 'operate', 'viewer');
    expect(words).toContain('Your role is viewer');
    expect(words).toContain('{"team":"T1","user":"U1","role":"operator"}');
  });
});
