import { CORE_SCHEMA, NOT_RESOLVED, boolYaml11Tag, defineScalarTag, mergeTag } from 'js-yaml';

const DIGITS = '0123456789'.split('');

/** Integers as Go's YAML reader takes them: `0755` is octal, `0b101` binary, `1_000` a thousand; `12:30` is text. */
const goInteger = defineScalarTag('tag:yaml.org,2002:int', {
  implicit: true,
  implicitFirstChars: ['-', '+', ...DIGITS],
  identify: () => false,
  resolve(source) {
    const [, sign, prefix = '', digits = ''] = /^([-+]?)(0[box]?)?(.*)$/.exec(source.replaceAll('_', '')) ?? [];
    const magnitude = prefix === '' ? decimal(digits) : prefixed(prefix, digits);
    if (magnitude === undefined) return NOT_RESOLVED;
    return sign === '-' ? -magnitude : magnitude;
  },
});

function decimal(digits: string): number | undefined {
  return /^[1-9][0-9]*$/.test(digits) ? Number(digits) : undefined;
}

function prefixed(prefix: string, digits: string): number | undefined {
  if (prefix === '0' && digits === '') return 0;
  const literal = { '0b': /^[01]+$/, '0x': /^[0-9a-fA-F]+$/, '0o': /^[0-7]+$/, '0': /^[0-7]+$/ }[prefix];
  if (!literal?.test(digits)) return undefined;
  return Number(`${prefix === '0' ? '0o' : prefix}${digits}`);
}

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
