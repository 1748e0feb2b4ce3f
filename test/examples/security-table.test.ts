import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { groups } from '../cluster/isolation/attempts/index.ts';
import { type Row, tableOf } from '../cluster/isolation/support/results.ts';

/** What every run on a cluster must come out as: each attempt is held to its own row. */
const rows = groups.flatMap(({ name: group, attempts }) =>
  attempts.map(({ name, onBare }): Row => ({ group, name, bare: onBare, guarded: false })),
);

test('README.md says the same in a sentence', async () => {
  const page = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
  const onBare = rows.filter(({ bare }) => bare).length;
  expect(page.replaceAll(/\s+/g, ' ')).toContain(`Of ${rows.length} attempts on it, ${onBare} succeed`);
});

test('docs/security.md shows how many attempts succeed on a bare gateway and behind the guard', async () => {
  const page = await readFile(new URL('../../docs/security.md', import.meta.url), 'utf8');
  expect(cells(page)).toContain(cells(tableOf(rows)));
});

/** A table without what is only there to make its columns as wide as each other. */
function cells(text: string): string {
  return text.replaceAll(/ *\| */g, '|').replaceAll(/-{3,}/g, '---');
}
