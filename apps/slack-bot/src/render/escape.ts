const HARMLESS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '`': "'" };

/**
 * Makes text harmless inside Slack's markup: what a cluster or a person named can neither mention a channel, nor hide a
 * link, nor open or end a block of code.
 *
 * @see https://docs.slack.dev/messaging/formatting-message-text
 */
export function escapeText(text: string): string {
  return text.replaceAll(/[&<>`]/g, (character) => HARMLESS[character] ?? character);
}

/** Shortens text to a number of UTF-16 units, as Slack counts them, with an ellipsis and never in the middle of a character. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text.slice(0, Math.max(0, length - 1)).replace(/[\uD800-\uDBFF]$/u, '')}…`;
}

/** Escapes text and keeps the result within a length, cutting between characters and never inside an entity. */
export function escapeWithin(text: string, length: number): string {
  const whole = escapeText(text);
  if (whole.length <= length) return whole;
  let kept = '';
  for (const character of text) {
    const next = escapeText(character);
    if (kept.length + next.length > length - 1) break;
    kept += next;
  }
  return `${kept}…`;
}
