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
  const count = (column: 'bare' | 'guarded') => rows.filter((row) => row[column] === true).length;
  const counts = { attempts: rows.length, bare: count('bare'), guarded: count('guarded') };
  await writeFile(FILE, `${JSON.stringify({ ...counts, rows }, undefined, 2)}\n`);
  const groups = [...new Set(rows.map(({ group }) => group))];
  const lines = groups.map((group) => {
    const own = rows.filter((row) => row.group === group);
    const succeed = (column: 'bare' | 'guarded') => own.filter((row) => row[column] === true).length;
    return `| ${group} | ${own.length} | ${succeed('bare')} | ${succeed('guarded')} |`;
  });
  return [
    '| attempts | in all | succeed on the bare gateway | succeed behind the guard |',
    '| --- | --- | --- | --- |',
    ...lines,
    `| all | ${counts.attempts} | ${counts.bare} | ${counts.guarded} |`,
  ].join('\n');
}
