import { accessOf, COMMANDS, helpReport, type Command, type Question } from '@naas/commands';
import type { Answered, Asked, Bot } from './bot.ts';
import { conclude } from './conclude.ts';
import {
  announceSlot,
  answerSlot,
  besideSlot,
  channelSlot,
  LiveMessage,
  type Slot,
  whisperSlot,
} from '../live-message/index.ts';
import {
  context,
  lineWords,
  personWords,
  renderError,
  renderPreview,
  renderProgress,
  renderReport,
  renderWords,
  type Message,
} from '../render/index.ts';
import { mayRun, refusalWords, roleFor, roleOf } from '../rights.ts';
import { permitLine, type PermittedLine } from './permit-line.ts';
import { questionDigest, runCommand } from './run-command.ts';

/** Answers a command line: reads it, checks who asks, and runs it up to its question. */
export async function answerLine(bot: Bot, asked: Asked, typed: string): Promise<Answered> {
  const { respond } = asked;
  const line = typed.trim();
  const whisper = (message: Message) => respond({ ...message, response_type: 'ephemeral', replace_original: false });
  if (/^(help\b|$)/i.test(line)) {
    await whisper(helpMessage(bot, asked, line));
    return { outcome: 'help' };
  }
  const permitted = permitLine(bot, asked, line);
  if ('refusal' in permitted) {
    await whisper(permitted.refusal);
    return permitted.answered;
  }
  return runLine(bot, asked, { line, ...permitted });
}

interface Line extends PermittedLine {
  readonly line: string;
}

/** Runs a line until it is through or asks; what changes something without asking is shown to the channel. */
async function runLine(bot: Bot, asked: Asked, { line, command, input }: Line): Promise<Answered> {
  const { actor, channel, client, respond, run } = asked;
  const open = accessOf(command, input) !== 'read' && command.confirm === 'never';
  const toAsker: Slot[] = [
    asked.beside ? besideSlot(respond) : answerSlot(respond),
    whisperSlot(client, { channel, user: actor.user }),
  ];
  const toAll: Slot[] = [channelSlot(client, channel), announceSlot(respond)];
  const message = new LiveMessage({
    slots: open ? toAll : toAsker,
    now: bot.now,
    onFailure: (error) => bot.log.warn({ run, err: error }, 'an edit of the message failed'),
  });
  const what = open ? `${personWords(actor.user)} runs ${lineWords(line)}` : lineWords(line);
  message.progress(() => renderWords(`:hourglass_flowing_sand: On it: ${what}`));
  try {
    const { report, asked: question } = await runCommand(command, input, {
      platform: bot.platform,
      signal: bot.runs.signal,
      now: bot.now,
      actor,
      onProgress: (progress) => message.progress(() => renderProgress(what, progress)),
    });
    if (question === undefined) {
      await conclude(message, report, { note: what, ...(open ? { pictures: asked } : {}), log: bot.log });
      return { outcome: 'done', command: command.name };
    }
    await ask(bot, asked, { line, command, question, message });
    return { outcome: 'asked', command: command.name };
  } catch (error) {
    await message.finish(renderError(error, run, what));
    return { outcome: 'failed', command: command.name, error };
  }
}

interface Asking {
  readonly line: string;
  readonly command: Command;
  readonly question: Question;
  readonly message: LiveMessage;
}

/** Shows what a command is about to do, with the button that lets it. A plan is shown to all: a colleague may apply it. */
async function ask(bot: Bot, asked: Asked, { line, command, question, message }: Asking): Promise<void> {
  if (question.typed !== undefined) {
    const words = `${lineWords(line)} is confirmed by typing a name, which chat cannot take back.`;
    await message.finish(renderWords(`:no_entry: ${words} Run ${lineWords(`naas ${line}`)} in a terminal.`));
    return;
  }
  const preview = previewOf(bot, asked, { line, command, question });
  if (command.confirm !== 'plan') {
    await message.finish(preview);
    return;
  }
  await message.finish(renderWords(`${lineWords(line)}: the plan is in the channel.`));
  await asked.respond({ ...preview, response_type: 'in_channel', replace_original: false });
}

/** The preview of a command with a button that stands for exactly what it shows. */
export function previewOf(
  bot: Pick<Bot, 'confirmations'>,
  { actor }: Pick<Asked, 'actor'>,
  { line, command, question, warning }: Omit<Asking, 'message'> & { readonly warning?: string },
): Message {
  const note = `${personWords(actor.user)} asks for ${lineWords(line)} · for whoever is ${roleFor(command.access)} · good for 10 minutes, once`;
  return renderPreview(question, {
    label: command.confirm === 'plan' ? 'Apply' : (question.words.split(/[\s,]/, 1)[0] ?? 'Do it'),
    value: bot.confirmations.seal(line, actor, questionDigest(question)),
    note,
    ...(warning === undefined ? {} : { warning }),
  });
}

/** Help shows what this person may run; somebody without a role is told how to get one. */
function helpMessage(bot: Bot, { actor }: Asked, line: string): Message {
  const role = roleOf(actor, bot.bindings);
  if (role === undefined) return renderWords(refusalWords(actor, 'read', role));
  const topic = line.replace(/^help\s*/i, '');
  const allowed = COMMANDS.filter(({ access }) => mayRun(access, role));
  const matching = topic === '' ? allowed : COMMANDS.filter(({ name }) => name === topic);
  const report = helpReport(matching.length === 0 ? allowed : matching);
  return renderReport(report, [context(`Your role is ${role}. Type a command after \`/notebook\`.`)]);
}
