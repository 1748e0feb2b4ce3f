import type { Progress } from '@naas/commands';
import { expect, test } from 'vitest';
import { plainPaint, showProgress } from './index.ts';

const doing = (about: string, words: string): Progress => ({ state: 'doing', about, words, detail: '1/9' });
const waiting = (about: string, words: string): Progress => ({ state: 'waiting', about, words });
const done = (about: string, words: string): Progress => ({ state: 'done', about, words, elapsedMs: 400 });

/** What two components write whose steps overlap. */
const OVERLAPPING: readonly Progress[] = [
  { state: 'doing', words: 'Comparing the cluster with the file' },
  doing('homes', 'create Claim'),
  doing('hub', 'create Release'),
  waiting('hub', 'hub: its pod pulls the image'),
  done('homes', 'create Claim'),
  done('hub', 'create Release'),
];

/** Shows news one after the other and gives what was written for each. */
function written(
  news: readonly Progress[],
  terminal: { readonly isTTY?: boolean; readonly columns?: number },
): string[] {
  const parts: string[] = [];
  let part = '';
  const output = { ...terminal, write: (text: string) => (part += text) };
  const view = showProgress({ output, paint: plainPaint, now: () => 0 });
  for (const progress of news) {
    view.show(progress);
    parts.push(part);
    part = '';
  }
  view[Symbol.dispose]();
  return [...parts, part];
}

test('without a terminal each step that is over is one line, also when several overlap', () => {
  expect(written(OVERLAPPING, {}).join('')).toBe(
    [
      '· Comparing the cluster with the file',
      '· create Release (1/9)',
      '… hub: its pod pulls the image',
      '✓ create Claim (0.4 s)',
      '✓ create Release (0.4 s)',
      '',
    ].join('\n'),
  );
});

test('what is under way when it fails is told', () => {
  expect(written([doing('homes', 'create Claim'), doing('hub', 'create Release')], {}).join('')).toBe(
    '· create Claim (1/9)\n· create Release (1/9)\n',
  );
});

test('the line that lives shows the latest news and how much else is under way', () => {
  const lines = written(OVERLAPPING, { isTTY: true, columns: 80 }).map((part) => part.split('\u001B[2K').at(-1));
  expect(lines).toEqual([
    '· Comparing the cluster with the file (0.0 s)',
    '· create Claim (1/9, 0.0 s)',
    '· create Release (1/9, 0.0 s) and 1 more',
    '… hub: its pod pulls the image (0.0 s) and 1 more',
    '… hub: its pod pulls the image (0.0 s)',
    '✓ create Release (0.4 s)\n',
    '',
  ]);
});

test('a step that is over is written whole, and the line goes on below it', () => {
  const parts = written(OVERLAPPING, { isTTY: true, columns: 80 });
  expect(parts[4]).toBe('\r\u001B[2K✓ create Claim (0.4 s)\n\r\u001B[2K… hub: its pod pulls the image (0.0 s)');
});

test('on a narrow line the count of the others stays', () => {
  const news = [doing('homes', 'create Claim'), doing('hub', `create ${'x'.repeat(200)}`)];
  const line = written(news, { isTTY: true, columns: 40 })[1]?.split('\u001B[2K').at(-1) ?? '';
  expect(line).toMatch(/^· create x+ and 1 more$/);
  expect(line.length).toBe(39);
});
