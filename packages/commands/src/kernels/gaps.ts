import type { People } from '@naas/user-session';
import { text, type TextBlock } from '../report.ts';

/** Says what could not be asked, so that what is missing in a list is not taken for nothing. */
export function gapBlocks({ gaps = [] }: People): TextBlock[] {
  return gaps.map(({ message }) => text(`Not everything is known: ${message}`));
}
