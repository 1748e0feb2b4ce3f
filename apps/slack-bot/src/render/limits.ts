import type { types } from '@slack/bolt';

/**
 * What Slack takes, with some room to spare where sources differ.
 *
 * @see https://docs.slack.dev/reference/block-kit/blocks
 */
export const LIMITS = {
  blocks: 50,
  /** Characters of one section's text. */
  section: 3000,
  /** Fields of one section, and characters of one field. */
  fields: 10,
  field: 2000,
  /** Characters of all blocks of a message together. */
  message: 12_000,
  /** Characters of the `text` beside the blocks, on an edit. */
  fallback: 3000,
  buttons: 25,
  buttonText: 75,
  buttonValue: 2000,
  dialogTitle: 100,
  dialogText: 300,
} as const;

/** How many characters of text a block shows. */
function textLength(block: types.KnownBlock): number {
  if (block.type === 'section') {
    const fields = (block.fields ?? []).reduce((sum, field) => sum + field.text.length, 0);
    return fields + (block.text?.text.length ?? 0);
  }
  if (block.type === 'context') {
    return block.elements.reduce((sum, element) => sum + ('text' in element ? element.text.length : 0), 0);
  }
  return 0;
}

/**
 * Keeps a message within Slack's limits: as many blocks as fit, in order, then one line that says how many did not.
 * `tail` (buttons, who did it) is always kept.
 */
export function fitMessage(
  blocks: readonly types.KnownBlock[],
  tail: readonly types.KnownBlock[] = [],
): types.KnownBlock[] {
  const roomForNote = 200;
  let characters = LIMITS.message - roomForNote - tail.reduce((sum, block) => sum + textLength(block), 0);
  const count = LIMITS.blocks - 1 - tail.length;
  const kept: types.KnownBlock[] = [];
  for (const block of blocks) {
    characters -= textLength(block);
    if (kept.length >= count || characters < 0) break;
    kept.push(block);
  }
  const omitted = blocks.length - kept.length;
  if (omitted === 0) return [...kept, ...tail];
  const note = `${omitted} more ${omitted === 1 ? 'part does' : 'parts do'} not fit here; \`naas\` in a terminal shows all.`;
  return [...kept, context(note), ...tail];
}

/** A paragraph of Slack's markup; its words must be escaped already. */
export function section(text: string): types.SectionBlock {
  return { type: 'section', text: markup(text) };
}

/** A line of small print in Slack's markup; its words must be escaped already. */
export function context(text: string): types.ContextBlock {
  return { type: 'context', elements: [markup(text)] };
}

/** Markup whose words are taken as they are: no automatic links to channels, people or addresses. */
export function markup(text: string): types.MrkdwnElement {
  return { type: 'mrkdwn', text, verbatim: true };
}
