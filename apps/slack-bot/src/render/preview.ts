import type { Question } from '@naas/commands';
import type { types } from '@slack/bolt';
import { escapeWithin, shorten } from './escape.ts';
import { context, LIMITS, section } from './limits.ts';
import { renderReport, type Message } from './report.ts';

/** The action id of the button that does what was shown above it. */
export const CONFIRM_ACTION_ID = 'naas_confirm';

export interface PreviewOptions {
  /** What the button says, as `Apply`. */
  readonly label: string;
  /** What the button stands for, sealed. */
  readonly value: string;
  /** Small print below the button, in Slack's markup. */
  readonly note: string;
  /** What has to be known before anything else, in Slack's markup. */
  readonly warning?: string;
}

/** Shows what is about to happen, the question, and a button that asks once more before it does it. */
export function renderPreview({ words, report }: Question, { label, value, note, warning }: PreviewOptions): Message {
  const button: types.Button = {
    type: 'button',
    action_id: CONFIRM_ACTION_ID,
    style: 'danger',
    text: plain(shorten(label, LIMITS.buttonText)),
    value,
    confirm: {
      title: plain(shorten(label, LIMITS.dialogTitle)),
      text: plain(shorten(words, LIMITS.dialogText)),
      confirm: plain('Yes, do it'),
      deny: plain('No'),
    },
  };
  const lead = warning === undefined ? '' : `${warning}\n`;
  const question = section(`${lead}*${escapeWithin(words, 500)}*`);
  return renderReport(report, [question, { type: 'actions', elements: [button] }, context(note)]);
}

function plain(text: string): types.PlainTextElement {
  return { type: 'plain_text', text };
}
