import type { Block, Report } from '@naas/commands';
import type { types } from '@slack/bolt';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderPreview } from './preview.ts';
import { renderReport, type Message } from './report.ts';
import { renderError } from './words.ts';

/** Slack's published limits, written down a second time so that the renderer's own numbers are not their own judge. */
function problemsOf({ text, blocks }: Message): string[] {
  const problems: string[] = [];
  const want = (holds: boolean, problem: string) => void (holds || problems.push(problem));
  want(blocks.length <= 50, `${blocks.length} blocks`);
  want(text.length <= 4000, `text of ${text.length}`);
  want(shownOf(blocks).length <= 12_000 + blocks.length, `${shownOf(blocks).length} characters in all`);
  for (const block of blocks) {
    if (block.type === 'section') {
      const length = block.text?.text.length ?? 0;
      want(length <= 3000, `section of ${length}`);
      want(block.text === undefined || length > 0, 'an empty section');
      want((block.fields ?? [markup]).length > 0 && (block.fields ?? []).length <= 10, 'count of fields');
      for (const field of block.fields ?? []) want(field.text.length <= 2000, `field of ${field.text.length}`);
    }
    if (block.type === 'actions') {
      want(block.elements.length > 0 && block.elements.length <= 25, `${block.elements.length} buttons`);
      for (const element of block.elements) {
        if (element.type !== 'button') continue;
        want(element.text.text.length <= 75, `button text of ${element.text.text.length}`);
        want((element.value ?? '').length <= 2000, `button value of ${element.value?.length}`);
        want((element.confirm?.text?.text ?? '').length <= 300, 'dialog text');
        want((element.confirm?.title?.text ?? '').length <= 100, 'dialog title');
      }
    }
  }
  return problems;
}

const markup = { type: 'mrkdwn', text: '' } as const;

/** Everything a message shows. */
function shownOf(blocks: readonly types.KnownBlock[]): string {
  return blocks
    .flatMap((block) => {
      if (block.type === 'section') return [block.text?.text ?? '', ...(block.fields ?? []).map(({ text }) => text)];
      if (block.type === 'context') return block.elements.map((element) => ('text' in element ? element.text : ''));
      return [];
    })
    .join('\n');
}

const words = fc.oneof(
  fc.string({ maxLength: 60, unit: 'grapheme' }),
  fc.constantFrom('<!channel>', '<@U1>', '```', '&', '<https://evil|bank>', ''),
  fc.integer({ min: 0, max: 6000 }).map((length) => '<'.repeat(length)),
);

const blocks: fc.Arbitrary<Block> = fc.oneof(
  words.map((text) => ({ kind: 'text' as const, text })),
  fc
    .array(fc.record({ label: words, value: words }), { maxLength: 40 })
    .map((facts) => ({ kind: 'facts' as const, facts })),
  fc
    .tuple(words, fc.array(words, { minLength: 1, maxLength: 20 }), fc.nat(120), fc.nat(10_000), words)
    .map(([title, cells, rows, omitted, empty]) => ({
      kind: 'table' as const,
      title,
      columns: cells.map((label, key) => ({ key: String(key), label })),
      rows: Array.from({ length: rows }, () => cells),
      omitted,
      empty,
    })),
  fc.tuple(words, fc.array(words, { maxLength: 30 }), fc.nat(100)).map(([subject, changes, count]) => ({
    kind: 'diff' as const,
    actions: Array.from({ length: count }, () => ({ verb: 'update' as const, subject, changes, reason: subject })),
    omitted: count,
  })),
);

const reports: fc.Arbitrary<Report> = fc.record({
  title: words,
  tone: fc.constantFrom('good', 'neutral', 'warning', 'bad'),
  outcome: fc.constant('done'),
  blocks: fc.array(blocks, { maxLength: 60 }),
  data: fc.constant(null),
  next: fc.array(fc.record({ label: words, command: words }), { maxLength: 40 }),
});

describe('a rendered report', () => {
  it('stays within Slack’s limits, whatever it is made of', () => {
    fc.assert(
      fc.property(reports, (report) => {
        expect(problemsOf(renderReport(report))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('stays within them as a preview and as an error too', () => {
    fc.assert(
      fc.property(reports, words, (report, label) => {
        const preview = renderPreview({ words: label, report, subject: null }, { label, value: 'v', note: 'n' });
        expect(problemsOf(preview)).toEqual([]);
        expect(JSON.stringify(preview.blocks)).toContain('naas_confirm');
        expect(problemsOf(renderError(new Error(label), 'run'))).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  it('never lets data open a mention, a link or end a block of code', () => {
    fc.assert(
      fc.property(reports, (report) => {
        const { text, blocks } = renderReport(report);
        expect(`${text}\n${shownOf(blocks)}`).not.toMatch(/[<>]/);
        const fences = blocks.map((block) => shownOf([block]).match(/`+/g) ?? []);
        expect(
          fences.filter((found) => found.some((ticks) => ticks.length > 1) && found.join(' ') !== '``` ```'),
        ).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  const table = (rows: number, omitted: number): Report => ({
    title: 'Many',
    tone: 'good',
    outcome: 'done',
    data: null,
    blocks: [
      {
        kind: 'table',
        title: 'People',
        columns: [
          { key: 'name', label: 'name' },
          { key: 'age', label: 'age', align: 'right' },
        ],
        rows: Array.from({ length: rows }, (_, index) => [`person-${index}`, `${index} min`]),
        omitted,
        empty: 'Nobody.',
      },
    ],
  });

  it('shows a small table whole, in columns', () => {
    const words = shownOf(renderReport(table(2, 0)).blocks);
    expect(words).toContain('```name        age\nperson-0  0 min\nperson-1  1 min```');
    expect(words).not.toContain('more');
  });

  it('says of a table that does not fit how many rows are missing, those that were left out before included', () => {
    const words = shownOf(renderReport(table(1_000, 5_000)).blocks);
    const rows = words.match(/person-/g)?.length ?? 0;
    expect(rows).toBeGreaterThan(50);
    expect(words).toContain(`… and ${6_000 - rows} more`);
  });

  it('says of an empty table what its emptiness means', () => {
    expect(shownOf(renderReport(table(0, 0)).blocks)).toContain('Nobody.');
  });

  it('shows an empty block of code as a block, and not as a row of ticks', () => {
    const blank = { kind: 'table', title: '', columns: [{ key: 'name', label: '' }], rows: [], empty: '' } as const;
    const { blocks } = renderReport({ ...table(0, 0), blocks: [{ ...blank, omitted: 1 }] });
    expect(shownOf(blocks)).toContain('``` ```\n… and 1 more');
  });

  it('says how many parts did not fit', () => {
    const paragraphs = Array.from({ length: 60 }, (_, index) => ({ kind: 'text' as const, text: `part ${index}` }));
    const { blocks } = renderReport({ ...table(0, 0), blocks: paragraphs });
    expect(blocks).toHaveLength(50);
    expect(shownOf(blocks)).toContain('12 more parts do not fit here');
  });
});
