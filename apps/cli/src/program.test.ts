import { readFile } from 'node:fs/promises';
import { ERROR_CODES } from '@naas/sdk';
import { expect, test } from 'vitest';
import { cliReference } from '../test/cli-reference.ts';

test('docs/cli.md says what the program takes', async () => {
  await expect(cliReference()).toMatchFileSnapshot('../../../docs/cli.md');
});

test('docs/operations.md says of every code what it means', async () => {
  const page = await readFile(new URL('../../../docs/operations.md', import.meta.url), 'utf8');
  expect(ERROR_CODES.filter((code) => !page.includes(`\`${code}\``))).toEqual([]);
});
