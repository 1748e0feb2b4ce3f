import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** Where the last run is written to: git knows nothing of it. */
const FILE = fileURLToPath(new URL('../../../isolation-results.json', import.meta.url));

/** What became of one attempt, in both columns. */
export interface Row {
  readonly group: string;
  readonly name: string;
  /** Whether it succeeded. */
  readonly bare: boolean | undefined;
  readonly guarded: boolean | undefined;
}

/** Writes both columns to a file, and gives them as a table for people. */
export async function writeResults(rows: readonly Row[]): Promise<string> {
  await writeFile(FILE, `${JSON.stringify({ ...countsOf(rows), rows }, undefined, 2)}\n`);
  return tableOf(rows);
}

function countsOf(rows: readonly Row[]) {
  const count = (column: 'bare' | 'guarded') => rows.filter((row) => row[column] === true).length;
  return { attempts: rows.length, bare: count('bare'), guarded: count('guarded') };
}

/** Counts both columns, a line for each group of attempts. */
export function tableOf(rows: readonly Row[]): string {
  const counts = countsOf(rows);
  const groups = [...new Set(rows.map(({ group }) => group))];
  const lines = groups.map((group) => {
    const own = rows.filter((row) => row.group === group);
    const succeed = (column: 'bare' | 'guarded') => own.filter((row) => row[column] === true).length;
    return `| ${group} | ${own.length} | ${succeed('bare')} | ${succeed('guarded')} |`;
  });
  return [
    '| what Bob tries | attempts | succeed on the bare gateway | succeed behind the guard |',
    '| --- | --- | --- | --- |',
    ...lines,
    `| all | ${counts.attempts} | ${counts.bare} | ${counts.guarded} |`,
  ].join('\n');
}
