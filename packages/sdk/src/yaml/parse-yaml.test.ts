import { describe, expect, it } from 'vitest';
import { NaasError } from '../errors.ts';
import { parseYaml, parseYamlDocuments } from './parse-yaml.ts';

describe('parseYaml', () => {
  it('reads a file mode as the octal number that Kubernetes takes it for', () => {
    expect(parseYaml('defaultMode: 0755')).toEqual({ defaultMode: 493 });
  });

  it('reads numbers, booleans and merge keys as Go does', () => {
    const text = 'base: &base {a: on}\nx: {<<: *base, b: 12:30, c: 1_000, d: 0X1F, e: -0b11, f: 08, g: .5, h: ~}';
    expect(parseYaml(text)).toMatchObject({ x: { a: true, b: '12:30', c: 1000, d: 31, e: -3, f: 8, g: 0.5, h: null } });
  });

  it('takes numbers beyond 64 bits that carry a prefix for text', () => {
    expect(parseYaml('[0xFFFFFFFFFFFFFFFF, 0x10000000000000000, -0x8000000000000001]')).toEqual([
      2 ** 64,
      '0x10000000000000000',
      '-0x8000000000000001',
    ]);
  });

  it('takes an empty text for undefined and an empty document for null', () => {
    expect(parseYaml('')).toBeUndefined();
    expect(parseYaml('# nothing but a comment\n')).toBeUndefined();
    expect(parseYaml('---\n')).toBeNull();
  });

  it('reads every document of a stream', () => {
    expect(parseYamlDocuments('---\na: 1\n---\n# Source: x\nb: 2\n')).toEqual([{ a: 1 }, { b: 2 }]);
  });

  it.each([
    ['a: [1, 2\nb: 3\n', /^lab\.yaml:2:1: deficient indentation$/],
    ['a: 1\na: 2\n', /^lab\.yaml:2:1: .*duplicated/],
    ['a: *nowhere\n', /^lab\.yaml:1:\d+: /],
    ['a: 1\n---\nb: 2\n', /^lab\.yaml holds 2 documents; one is expected\.$/],
  ])('says where %j is wrong', (text, message) => {
    const error = caught(() => parseYaml(text, { source: 'lab.yaml' }));
    expect(error.code).toBe('CONFIG_INVALID');
    expect(error.message).toMatch(message);
  });

  it('refuses a small text that unfolds into a huge value', () => {
    const text = `a: &a [x]\n${'b: [*a]\n'.replace('*a', Array.from({ length: 51 }, () => '*a').join(', '))}`;
    expect(caught(() => parseYaml(text)).code).toBe('CONFIG_INVALID');
  });
});

function caught(action: () => unknown): NaasError {
  try {
    action();
  } catch (error) {
    if (NaasError.is(error)) return error;
  }
  throw new Error('no NaasError was thrown');
}
