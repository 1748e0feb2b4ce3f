import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatYaml, parseYaml } from '../../packages/sdk/src/yaml/index.ts';
import { helms, readByHelm } from './helm-echo.ts';

const TRICKY = [
  '0755 0o755 0O755 -0755 +0755 0 -0 +0 00 08 089 0_7 1_000 1__0 _1 0x1F 0X1F -0x1f +0x1f 0x 0xg 0b101 0B101 -0b1 0b2 0b',
  '12:30 1:2:3 -1:30 1e3 1E3 1e+3 1.e3 1. .5 -.5 +.5 .5e1 ._5 .1_0 .1__0 .1_ .1_e2 .1e1_0 .1e_1 1.1_0 1e 1e_3 .e3 1..2 1.2.3 0.10 010.5 08.5 0e0 1e400',
  'on On ON oN off yes Yes no NO y Y n N true True TRUE tRue false ~ null Null NULL nULL nil none',
  '2001-12-14 2001-12-14T21:59:43Z 2001-1-1 0xFFFFFFFFFFFFFFFF 0x1FFFFFFFFFFFFFFFF -0x8000000000000001 18446744073709551616',
  '9007199254740993 9223372036854775808 -9223372036854775809 0777777777777777777777777 0o7777777777777777777777777',
  '!!str 0755|!!int "0755"|!!float 1|!!bool "on"|!!null ""|!!str|""|"0755"|\'on\'|<<|=|a=b|a:b|-a|- |...a',
]
  .flatMap((line) => line.split(line.includes('|') ? '|' : ' '))
  .filter((scalar) => scalar !== '- ');

const among = (characters: string) => fc.constantFrom(...characters.split(''));

/** Plain scalars made of what numbers, booleans, nulls and times are made of. */
const scalar = fc
  .oneof(
    fc.string({ unit: among('0123456789+-._:eExXobBO'), minLength: 1, maxLength: 8 }),
    fc.string({ unit: among('01789_+-'), minLength: 1, maxLength: 24 }),
    fc.string({ unit: among('.01_e-'), minLength: 1, maxLength: 7 }),
    fc.string({ unit: among('yYnNoOfFtTrRuUeEsSlLaA~'), minLength: 1, maxLength: 5 }),
    fc
      .tuple(fc.constantFrom('0x', '0b', '0o', '0', '-0x', '+0', '1.', '.'), fc.nat(7777777))
      .map((parts) => parts.join('')),
    fc.constantFrom(...TRICKY),
  )
  .filter((text) => !/^-+$|^-(-|$)|:$|^---|^\.\.\.$/.test(text))
  .filter((text) => !/^[-+]?\.(inf|nan)$/i.test(text));

describe.each(helms)('YAML as $name reads it', ({ path }) => {
  it('reads every tricky scalar the same', async () => {
    const text = TRICKY.map((value, index) => `k${index}: ${value}`).join('\n');
    const ours = parseYaml(text) as Record<string, unknown>;
    const theirs = (await readByHelm(path, text)) as Record<string, unknown>;
    const different = TRICKY.map((value, index) => ({
      value,
      ours: ours[`k${index}`],
      theirs: theirs[`k${index}`],
    })).filter(({ ours, theirs }) => !Object.is(ours, theirs));
    expect(different).toEqual([]);
  });

  it('reads generated scalars the same', async () => {
    const batch = fc.array(scalar, { minLength: 400, maxLength: 400 });
    await fc.assert(
      fc.asyncProperty(batch, async (scalars) => {
        const text = `list:\n${scalars.map((value) => `- ${value}`).join('\n')}\n`;
        const ours = (parseYaml(text) as { list: unknown[] }).list;
        const theirs = ((await readByHelm(path, text)) as { list: unknown[] }).list;
        const different = scalars
          .map((value, index) => ({ value, ours: ours[index], theirs: theirs[index] }))
          .filter(({ ours, theirs }) => !Object.is(ours, theirs));
        expect(different).toEqual([]);
      }),
      { numRuns: 10, endOnFailure: true },
    );
  });

  it('understands merge keys, anchors and block scalars the same', async () => {
    const text = [
      'base: &base { a: 1, b: on }',
      'merged: { <<: *base, b: "off" }',
      'list: [*base, { <<: [*base, { c: 3 }] }]',
      'literal: |\n  a\n   b\n',
      'folded: >-\n  a\n  b\n\n  c',
      'on: key',
      '1: number',
      'empty:\n',
    ].join('\n');
    expect(parseYaml(text)).toEqual(await readByHelm(path, text));
  });

  it('gets back the value that formatYaml wrote', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      scalar,
      fc.string({ unit: among(' \n\t:#-"\'{}[]&*!|>%@`,?a0') }),
    );
    const leaf = fc.oneof(
      text,
      fc.boolean(),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof({ depthSize: 'small' }, leaf, fc.array(tie('tree')), fc.dictionary(text, tie('tree'))),
    }));
    await fc.assert(
      fc.asyncProperty(fc.array(tree, { minLength: 100, maxLength: 100 }), async (values) => {
        const written = formatYaml({ values });
        expect(parseYaml(written)).toEqual({ values });
        expect(await readByHelm(path, written)).toEqual({ values });
      }),
      { numRuns: 3, endOnFailure: true },
    );
  });
});
