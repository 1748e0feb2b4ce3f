import type { TableBlock } from '@naas/commands';
import type { types } from '@slack/bolt';
import { codeSection } from './code.ts';
import { escapeWithin, shorten } from './escape.ts';
import { section } from './limits.ts';

const MAX_CELL = 32;
const GAP = '  ';

/** Shows a table in a fixed-width block, which phones, exports and screen readers all can read. */
export function renderTable(table: TableBlock, room: number): types.SectionBlock {
  if (table.rows.length === 0 && table.omitted === 0) {
    return section(`*${escapeWithin(table.title, 200)}*\n${escapeWithin(table.empty, 500)}`);
  }
  const rows = [table.columns.map((column) => column.label), ...table.rows].map((row) => row.map(cell));
  const widths = table.columns.map((_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0)));
  const entries = rows.map((row) =>
    table.columns
      .map(({ align }, index) => {
        const width = widths[index] ?? 0;
        const words = row[index] ?? '';
        return align === 'right' ? words.padStart(width) : words.padEnd(width);
      })
      .join(GAP),
  );
  return codeSection({ title: table.title, entries, heading: 1, omitted: table.omitted, room });
}

/** A cell is one line: what would break it becomes a space. */
function cell(words: string): string {
  return shorten(words.slice(0, 4 * MAX_CELL).replaceAll(/\s+/g, ' '), MAX_CELL);
}
