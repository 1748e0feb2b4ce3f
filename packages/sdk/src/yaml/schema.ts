import { CORE_SCHEMA, DUMP_SCHEMA, NOT_RESOLVED, boolYaml11Tag, defineScalarTag, mergeTag } from 'js-yaml';

const OF_RADIX: Readonly<Record<string, RegExp>> = { '': /^[0-7]+$/, o: /^[0-7]+$/, b: /^[01]+$/, x: /^[0-9a-f]+$/ };
const DIGITS = '0123456789'.split('');

/** Beyond 64 bits Go reads a number with a prefix as text. */
const LARGEST = { '': 2n ** 64n - 1n, '+': 2n ** 63n - 1n, '-': 2n ** 63n };

/** Integers as Go's YAML reader takes them: `0755` is octal, `0b101` binary, `1_000` a thousand; `12:30` is text. */
const goInteger = defineScalarTag('tag:yaml.org,2002:int', {
  implicit: true,
  implicitFirstChars: ['-', '+', ...DIGITS],
  identify: () => false,
  resolve(source) {
    const text = source.replaceAll('_', '');
    if (/^[-+]?(0|[1-9][0-9]*)$/.test(text)) return Number(text) + 0;
    const [, sign = '', radix = '', digits = ''] = /^([-+]?)0([box]?)([0-9a-f]+)$/.exec(text.toLowerCase()) ?? [];
    if (!OF_RADIX[radix]?.test(digits)) return NOT_RESOLVED;
    const magnitude = BigInt(`0${radix || 'o'}${digits}`);
    if (magnitude > LARGEST[sign as keyof typeof LARGEST]) return NOT_RESOLVED;
    return Number(sign === '-' ? -magnitude : magnitude);
  },
});

const NON_FINITE: Readonly<Record<string, number>> = {
  '.inf': Infinity,
  '.Inf': Infinity,
  '.INF': Infinity,
  '.nan': NaN,
  '.NaN': NaN,
  '.NAN': NaN,
};

/** Decimal fractions as Go's YAML reader takes them; also integers with a leading zero that are not octal. */
const goFloat = defineScalarTag('tag:yaml.org,2002:float', {
  implicit: true,
  implicitFirstChars: ['-', '+', '.', ...DIGITS],
  identify: () => false,
  resolve(source) {
    // Behind a leading point Go wants underscores between digits only.
    if (source.startsWith('.') && /(?<!\d)_|_(?!\d)/.test(source)) return NOT_RESOLVED;
    const text = source.replaceAll('_', '');
    const named = NON_FINITE[text.replace(/^[-+]/, '')];
    if (named !== undefined) return text.startsWith('-') ? -named : named;
    if (!/^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/.test(text)) return NOT_RESOLVED;
    const value = Number(text);
    return Number.isFinite(value) ? value : NOT_RESOLVED;
  },
});

/**
 * The dialect of Helm and kubectl: YAML as Go reads it, which is neither 1.1 nor 1.2. `defaultMode: 0755` means 493
 * here, and `on` means true. Not covered: `!!binary`.
 */
export const K8S = CORE_SCHEMA.withTags(boolYaml11Tag, goInteger, goFloat, mergeTag);

/** For writing: a string is quoted where Go or a reader of YAML 1.1 or 1.2 would take it for something else. */
export const SAFE_TO_READ = DUMP_SCHEMA.withTags(
  DUMP_SCHEMA.tags.flatMap((tag) => {
    const go = [goInteger, goFloat].find(({ tagName }) => tagName === tag.tagName);
    if (!go || tag.nodeKind !== 'scalar') return [];
    const resolve: typeof tag.resolve = (source, isExplicit, tagName) => {
      const resolved: unknown = tag.resolve(source, isExplicit, tagName);
      return resolved === NOT_RESOLVED ? go.resolve(source, isExplicit, tagName) : resolved;
    };
    return [defineScalarTag(tag.tagName, { ...tag, resolve })];
  }),
);
