import { readdir, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { EXAMPLES } from './run-in-folder.ts';

const SNIPPET = /^\[[^\]]*\]\(([^)]+\.ts)\):\n\n```ts\n([^]*?)^```$/gm;

interface Snippet {
  readonly example: string;
  readonly text: string;
}

async function snippetsOf(page: string): Promise<{ snippets: Snippet[]; fences: number }> {
  const text = await readFile(new URL(`../../${page}`, import.meta.url), 'utf8');
  const snippets = [...text.matchAll(SNIPPET)].map(([, link = '', text = '']) => ({ example: basename(link), text }));
  return { snippets, fences: text.match(/^```ts$/gm)?.length ?? 0 };
}

describe.each(['docs/sdk.md', 'packages/sdk/README.md'])('%s', (page) => {
  test('shows nothing in TypeScript but what an example file says, which the compiler and a test have seen', async () => {
    const { snippets, fences } = await snippetsOf(page);
    expect(snippets.length).toBeGreaterThan(0);
    expect(snippets).toHaveLength(fences);
    for (const { example, text } of snippets) {
      expect({ example, text }).toEqual({ example, text: await readFile(`${EXAMPLES}${example}`, 'utf8') });
    }
  });
});

test('the page for script writers shows every example', async () => {
  const files = (await readdir(EXAMPLES)).filter((file) => file.endsWith('.ts'));
  const { snippets } = await snippetsOf('docs/sdk.md');
  expect(snippets.map(({ example }) => example).sort()).toEqual(files.sort());
});
