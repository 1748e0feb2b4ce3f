import type { Block, DiffAction, DiffBlock, Report, Tone } from '@naas/commands';
import { harmless, type Colour, type Paint } from './paint.ts';
import { tableText } from './table-text.ts';

export interface TerminalOptions {
  readonly paint: Paint;
  /** Letters a line has; without it nothing is cut. */
  readonly width?: number | undefined;
  /** Where the picture of the report is to be found, or how to get it. */
  readonly pictureWords?: string;
}

const TONES: Readonly<Record<Tone, Colour>> = { good: 'green', neutral: 'bold', warning: 'yellow', bad: 'red' };

const MARKS: Readonly<Record<DiffAction['verb'], { mark: string; colour: Colour }>> = {
  create: { mark: '+', colour: 'green' },
  update: { mark: '~', colour: 'yellow' },
  adopt: { mark: '@', colour: 'yellow' },
  replace: { mark: '±', colour: 'red' },
  delete: { mark: '-', colour: 'red' },
  held: { mark: '…', colour: 'cyan' },
  blocked: { mark: '!', colour: 'red' },
  check: { mark: '?', colour: 'cyan' },
};

/** Writes a report as a terminal shows it: the result first, then its blocks, then what to type next. */
export function terminalText(report: Report, options: TerminalOptions): string {
  const { paint } = options;
  const parts = [
    paint(TONES[report.tone], harmless(report.title)),
    ...report.blocks.map((block) => blockText(block, options)),
    nextText(report),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function blockText(block: Block, options: TerminalOptions): string {
  switch (block.kind) {
    case 'text':
      return harmless(block.text);
    case 'facts': {
      const longest = Math.max(0, ...block.facts.map(({ label }) => label.length));
      return block.facts.map(({ label, value }) => `${label.padEnd(longest)}  ${harmless(value)}`).join('\n');
    }
    case 'table':
      return tableText(block, options);
    case 'diff':
      return diffText(block, options.paint);
    case 'picture':
      return `${block.alt}: ${options.pictureWords ?? `${block.png.byteLength} bytes`}.`;
  }
  return block satisfies never;
}

function diffText({ actions, omitted }: DiffBlock, paint: Paint): string {
  const lines = actions.flatMap(({ verb, subject, changes, reason }) => {
    const { mark, colour } = MARKS[verb];
    const why = reason === undefined ? '' : `: ${reason}`;
    return [
      paint(colour, harmless(`${mark} ${verb} ${subject}${why}`)),
      ...changes.map((change) => harmless(`      ${change}`)),
    ];
  });
  return [...lines, ...(omitted > 0 ? [`… and ${omitted} more`] : [])].join('\n');
}

function nextText({ next = [] }: Report): string {
  if (next.length === 0) return '';
  const longest = Math.max(...next.map(({ command }) => command.length));
  return next.map(({ label, command }) => harmless(`  naas ${command.padEnd(longest)}  ${label}`)).join('\n');
}
