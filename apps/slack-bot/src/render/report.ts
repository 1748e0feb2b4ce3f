import type { Block, FactsBlock, NextAction, PictureBlock, Report, Tone } from '@naas/commands';
import type { types } from '@slack/bolt';
import { renderDiff } from './diff.ts';
import { escapeWithin, shorten } from './escape.ts';
import { fitMessage, LIMITS, markup, section } from './limits.ts';
import { renderTable } from './table.ts';

/** What Slack is sent: blocks for the eye, and text for notifications, screen readers and search. */
export interface Message {
  readonly text: string;
  readonly blocks: types.KnownBlock[];
}

const SIGNS: Readonly<Record<Tone, string>> = {
  good: ':white_check_mark:',
  neutral: ':information_source:',
  warning: ':warning:',
  bad: ':x:',
};

/** The action id of a button that does what typing its value after `/notebook` does. */
export const NEXT_ACTION_ID = 'naas_next';

/** Turns a report into a message within Slack's limits; pictures are files in Slack and go beside it. */
export function renderReport(report: Report, tail: readonly types.KnownBlock[] = []): Message {
  const long = report.blocks.filter((block) => block.kind === 'table' || block.kind === 'diff').length;
  // Every table gets the same share, so that the first long one does not push out the others.
  const room = Math.min(LIMITS.section, Math.max(600, Math.floor((LIMITS.message * 0.8) / Math.max(1, long))));
  const title = section(`${SIGNS[report.tone]} *${escapeWithin(report.title, 500)}*`);
  const blocks = report.blocks.flatMap((block) => renderBlock(block, room));
  return {
    text: escapeWithin(report.title, LIMITS.fallback),
    blocks: fitMessage([title, ...blocks], [...nextButtons(report.next ?? []), ...tail]),
  };
}

/** The pictures of a report, in order. */
export function picturesOf(report: Report): PictureBlock[] {
  return report.blocks.filter((block) => block.kind === 'picture');
}

type Renderers = {
  readonly [Kind in Block['kind']]: (block: Block & { kind: Kind }, room: number) => types.KnownBlock[];
};

const RENDERERS: Renderers = {
  text: ({ text }) => (text.trim() === '' ? [] : [section(escapeWithin(text, LIMITS.section))]),
  facts: renderFacts,
  table: (table, room) => [renderTable(table, room)],
  diff: renderDiff,
  picture: () => [],
};

function renderBlock<Kind extends Block['kind']>(block: Block & { kind: Kind }, room: number): types.KnownBlock[] {
  return RENDERERS[block.kind](block, room);
}

function renderFacts({ facts }: FactsBlock): types.KnownBlock[] {
  const fields = facts.map(({ label, value }) =>
    markup(`*${escapeWithin(label, 100)}*\n${escapeWithin(value, LIMITS.field / 4)}`),
  );
  const sections: types.KnownBlock[] = [];
  for (let start = 0; start < fields.length; start += LIMITS.fields) {
    sections.push({ type: 'section', fields: fields.slice(start, start + LIMITS.fields) });
  }
  return sections;
}

/** Buttons for what could be done next; lines too long for a button's value are left for the person to type. */
function nextButtons(next: readonly NextAction[]): types.KnownBlock[] {
  const fitting = next.filter(({ command }) => command.length <= LIMITS.buttonValue).slice(0, LIMITS.buttons);
  if (fitting.length === 0) return [];
  const elements = fitting.map(({ label, command }, index) => ({
    type: 'button' as const,
    action_id: `${NEXT_ACTION_ID}:${index}`,
    text: { type: 'plain_text' as const, text: shorten(label, LIMITS.buttonText) },
    value: command,
  }));
  return [{ type: 'actions', elements }];
}
