import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatYaml } from './format-yaml.ts';
import { parseYaml } from './parse-yaml.ts';

describe('formatYaml', () => {
  it('quotes every string that some reader takes for a number, a boolean, null or a time', () => {
    for (const text of ['on', 'y', '0755', '0O755', '0X1F', '12:30', '1_000', '.1_0', '2001-12-14', '~', 'null', '']) {
      expect(formatYaml({ [text]: text })).toBe(`'${text}': '${text}'\n`);
    }
  });

  it('leaves out what is undefined and writes the same object twice rather than by reference', () => {
    const shared = { a: 1 };
    expect(formatYaml({ first: shared, second: shared, third: undefined })).toBe('first:\n  a: 1\nsecond:\n  a: 1\n');
  });

  it('never folds a long line, so that commands stay in one piece', () => {
    const line = 'word '.repeat(60).trim();
    expect(formatYaml({ line })).toBe(`line: ${line}\n`);
  });

  it('writes what is deep enough in one line, when told how deep that is', () => {
    const rule = { apiGroups: [''], verbs: ['get', '*'] };
    expect(formatYaml({ rules: [rule] }, { inlineFrom: 3 })).toBe(
      "rules:\n  - apiGroups: ['']\n    verbs: [get, '*']\n",
    );
    expect(formatYaml(rule, { inlineFrom: 0 })).toBe("{apiGroups: [''], verbs: [get, '*']}\n");
  });

  it('is read back as the same value, however deep it is written in one line', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), fc.integer({ min: -1, max: 4 }), (value, inlineFrom) => {
        expect(parseYaml(formatYaml(value, { inlineFrom }))).toEqual(value);
      }),
    );
  });
});
