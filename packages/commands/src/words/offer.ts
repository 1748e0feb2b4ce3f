import type { NextAction } from '../report.ts';

/** Letters that neither a shell nor the grammar takes for anything but a part of a word. */
const PLAIN = /^[\p{L}\p{N}_@%+:,./-]+$/u;
/** Words that quotes do not help: options, and what neither shell nor grammar reads back the same. */
const NOT_TO_BE_TYPED = /^[-–—]|['\p{Cc}\p{Cf}\u2028\u2029]|^$/u;

export interface Offered {
  /** People, servers and kernels, as the cluster names them. */
  readonly names: readonly string[];
  readonly flag?: `--${string}`;
}

/**
 * Offers a command about things that somebody else named. The line is one to paste into a shell or to press in chat, so
 * names are quoted where needed; with a name that cannot be quoted nothing is offered.
 */
export function offer(label: string, command: string, { names, flag }: Offered): NextAction[] {
  if (names.some((name) => NOT_TO_BE_TYPED.test(name))) return [];
  const words = names.map((name) => (PLAIN.test(name) ? name : `'${name}'`));
  return [{ label, command: [command, ...words, ...(flag === undefined ? [] : [flag])].join(' ') }];
}
