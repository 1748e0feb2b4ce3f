import type { types } from '@slack/bolt';
import { escapeWithin } from './escape.ts';
import { LIMITS, section } from './limits.ts';

/** Entries to show in a fixed-width block, each one line or a few. */
export interface CodeEntries {
  /** Plain text above the block; empty for none. */
  readonly title: string;
  readonly entries: readonly string[];
  /** How many of the entries, from the first, are a heading and do not count. */
  readonly heading: number;
  /** Entries that were left out before. */
  readonly omitted: number;
  /** The most characters to use. */
  readonly room: number;
}

const FENCE = '```';
/** Enough for `… and 12345 more` and the fences. */
const FRAME = 40;

/** Shows as many entries as there is room for, and says how many are missing. */
export function codeSection({ title, entries, heading, omitted, room }: CodeEntries): types.SectionBlock {
  const head = title === '' ? '' : `*${escapeWithin(title, 200)}*\n`;
  let left = Math.min(room, LIMITS.section) - head.length - FRAME;
  const longest = Math.floor(left / 2);
  const kept: string[] = [];
  for (const entry of entries) {
    const shown = escapeWithin(entry.trimEnd(), longest);
    left -= shown.length + 1;
    if (left < 0) break;
    kept.push(shown);
  }
  const missing = omitted + entries.length - Math.max(kept.length, heading);
  const more = missing > 0 ? `\n… and ${missing} more` : '';
  // Two fences with nothing between them are six ticks to Slack, and no block.
  const code = kept.join('\n') || ' ';
  return section(`${head}${FENCE}${code}${FENCE}${more}`);
}
