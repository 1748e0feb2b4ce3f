import { previewOf } from './answer-line.ts';
import type { Answered, Asked, Bot } from './bot.ts';
import { conclude } from './conclude.ts';
import {
  announceSlot,
  answerSlot,
  clickedSlot,
  LiveMessage,
  type Slot,
  updateSlot,
  whisperSlot,
} from '../live-message/index.ts';
import type { Intent } from '../confirm.ts';
import { lineWords, personWords, renderError, renderProgress, renderWords, type Message } from '../render/index.ts';
import { permitLine, type PermittedLine } from './permit-line.ts';
import { runCommand } from './run-command.ts';

/** A click on a confirm button. */
export interface Click extends Asked {
  readonly value: string;
  /** The clicked message's id, when it is one that everybody sees. */
  readonly ts?: string;
}

/** Answers a click: checks the button and who clicks now, uses the button up, and does what was shown. */
export async function answerClick(bot: Bot, click: Click): Promise<Answered> {
  const { respond, run } = click;
  const whisper = (message: Message) => respond({ ...message, response_type: 'ephemeral', replace_original: false });
  let intent: Intent;
  try {
    intent = bot.confirmations.open(click.value);
  } catch (error) {
    await whisper(renderError(error, run));
    return { outcome: 'refused', error };
  }
  const permitted = permitLine(bot, click, intent.line);
  if ('refusal' in permitted) {
    await whisper(permitted.refusal);
    return permitted.answered;
  }
  bot.confirmations.spend(intent);
  return runAgreed(bot, click, { intent, ...permitted });
}

interface Agreed extends PermittedLine {
  readonly intent: Intent;
}

/** Does what was agreed to, or shows what it has become since. */
async function runAgreed(bot: Bot, click: Click, { intent, command, input }: Agreed): Promise<Answered> {
  const { actor, run } = click;
  const { line } = intent;
  const message = new LiveMessage({
    slots: slotsOf(click),
    now: bot.now,
    onFailure: (error) => bot.log.warn({ run, err: error }, 'an edit of the message failed'),
  });
  const what = whoDid(click, intent);
  message.progress(() => renderWords(`:hourglass_flowing_sand: ${what}`));
  try {
    const { report, asked: question } = await runCommand(command, input, {
      platform: bot.platform,
      signal: bot.runs.signal,
      now: bot.now,
      actor,
      onProgress: (progress) => message.progress(() => renderProgress(what, progress)),
      agreed: intent.digest,
    });
    if (question !== undefined) {
      const warning = ':warning: This has changed since it was shown, so nothing was done. Above is what it is now.';
      await message.finish(previewOf(bot, { actor }, { line, command, question, warning }));
      return { outcome: 'moved', command: command.name };
    }
    const shown = await conclude(message, report, { note: what, pictures: click, log: bot.log });
    await announce(click, shown);
    return { outcome: 'done', command: command.name };
  } catch (error) {
    const shown = renderError(error, run, what);
    await message.finish(shown);
    await announce(click, shown);
    return { outcome: 'failed', command: command.name, error };
  }
}

/** What only the asker saw is told to the channel once it changed something, or may have. */
async function announce(click: Click, message: Message): Promise<void> {
  if (click.ts === undefined) await announceSlot(click.respond).show(message);
}

function slotsOf({ client, channel, actor, respond, ts }: Click): Slot[] {
  const last = whisperSlot(client, { channel, user: actor.user });
  if (ts === undefined) return [answerSlot(respond), last];
  return [updateSlot(client, channel, ts), clickedSlot(respond), last];
}

function whoDid({ actor }: Click, { line, user, team }: Intent): string {
  const did = `${personWords(actor.user)} runs ${lineWords(line)}`;
  return actor.user === user && actor.team === team ? did : `${did}, asked for by ${personWords(user)}`;
}
