import { expect, test } from 'vitest';
import { cliReference } from '../test/cli-reference.ts';

test('docs/cli.md says what the program takes', async () => {
  await expect(cliReference()).toMatchFileSnapshot('../../../docs/cli.md');
});
