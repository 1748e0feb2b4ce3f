import { duration, type Progress } from '@naas/commands';
import { NaasError } from '@naas/sdk';
import { escapeText, escapeWithin } from './escape.ts';
import { context, section } from './limits.ts';
import type { Message } from './report.ts';

/** Shows a command line as code. */
export function lineWords(line: string): string {
  return `\`${escapeWithin(line === '' ? 'help' : line, 200)}\``;
}

/** Says in Slack's markup who did something; it shows as their name. */
export function personWords(user: string): string {
  return `<@${escapeText(user)}>`;
}

/** A message of one paragraph, in Slack's markup. */
export function renderWords(markup: string): Message {
  return { text: markup, blocks: [section(markup)] };
}

/** Says what a run is doing right now. */
export function renderProgress(what: string, { words, detail, elapsedMs }: Progress): Message {
  const facts = [detail, elapsedMs === undefined ? undefined : duration(elapsedMs)].filter(
    (fact) => fact !== undefined,
  );
  const more = facts.length === 0 ? '' : ` (${escapeWithin(facts.join(', '), 100)})`;
  return renderWords(`:hourglass_flowing_sand: ${what}\n${escapeWithin(words, 1000)}${more}`);
}

/**
 * Says what failed, why, and what to do next. Of an error that is not ours only the run's id is told: its words are
 * for the log, where the id finds them.
 */
export function renderError(error: unknown, run: string, note?: string): Message {
  const known = NaasError.is(error);
  const message = known ? error.message : `Something broke in the bot itself; its log has it as run ${run}`;
  const blocks = [section(`:x: *${escapeWithin(message, 2500)}*`)];
  if (known && error.hint !== undefined) blocks.push(section(escapeWithin(error.hint, 2500)));
  const print = [known ? error.code : undefined, note].filter((part) => part !== undefined).join(' · ');
  return {
    text: escapeWithin(message, 2500),
    blocks: print === '' ? blocks : [...blocks, context(print)],
  };
}
