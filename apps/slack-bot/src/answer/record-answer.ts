import type { Answered, Asked, Bot } from './bot.ts';

/** A request as the log names it. */
export interface Request {
  readonly asked: Asked;
  /** What was typed, or `button`. */
  readonly line: string;
}

/** Answers a request and writes one line of log: who, what, outcome. Nothing that goes wrong gets past it. */
export async function recordAnswer(
  { log, now }: Pick<Bot, 'log' | 'now'>,
  { asked, line }: Request,
  answer: () => Promise<Answered>,
): Promise<void> {
  const began = now();
  const who = { run: asked.run, ...asked.actor, channel: asked.channel, line: line.slice(0, 500) };
  try {
    const { error, ...answered } = await answer();
    const entry = { ...who, ...answered, elapsedMs: now() - began };
    if (answered.outcome === 'failed') log.error({ ...entry, err: error }, 'request');
    else log.info(entry, 'request');
  } catch (error) {
    log.error({ ...who, outcome: 'broken', elapsedMs: now() - began, err: error }, 'request');
  }
}
