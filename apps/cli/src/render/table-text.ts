import type { TableBlock } from '@naas/commands';
import { harmless, type Paint } from './paint.ts';

const GAP = '  ';
const NARROWEST = 6;

export interface TableTextOptions {
  readonly paint: Paint;
  /** Letters a line has; without it nothing is cut. */
  readonly width?: number | undefined;
}

/** Writes a table with aligned columns; on a terminal the widest columns are cut until a row fits its line. */
export function tableText(block: TableBlock, { paint, width }: TableTextOptions): string {
  const title = paint('bold', block.title);
  if (block.rows.length === 0) return `${title}\n${block.empty}`;
  const rows = block.rows.map((row) => row.map((cell) => harmless(cell).replace(/\n/gu, ' ')));
  const heads = block.columns.map(({ label }) => label.toUpperCase());
  const widths = fit(
    heads.map((head, column) => Math.max(head.length, ...rows.map((row) => lengthOf(row[column] ?? '')))),
    width,
  );
  const line = (cells: readonly string[]) =>
    widths
      .map((size, column) => padded(cells[column] ?? '', { size, right: block.columns[column]?.align === 'right' }))
      .join(GAP)
      .trimEnd();
  const rest = block.omitted > 0 ? [`… and ${block.omitted} more`] : [];
  return [title, paint('dim', line(heads)), ...rows.map(line), ...rest].join('\n');
}

function fit(widths: readonly number[], limit = Infinity): number[] {
  const fitted = [...widths];
  const tooWide = fitted.reduce((sum, size) => sum + size, GAP.length * (fitted.length - 1)) - limit;
  for (let excess = tooWide; excess > 0; excess -= 1) {
    const size = Math.max(...fitted);
    if (size <= NARROWEST) break;
    fitted[fitted.indexOf(size)] = size - 1;
  }
  return fitted;
}

function padded(cell: string, { size, right }: { readonly size: number; readonly right: boolean }): string {
  const letters = Array.from(cell);
  const shown = letters.length > size ? [...letters.slice(0, size - 1), '…'] : letters;
  const space = ' '.repeat(size - shown.length);
  return right ? space + shown.join('') : shown.join('') + space;
}

function lengthOf(cell: string): number {
  return Array.from(cell).length;
}
