import type { AddressInfo } from 'node:net';
import type { Platform } from '@naas/commands';
import { App, HTTPReceiver, type BlockAction } from '@slack/bolt';
import { answerClick, answerLine, recordAnswer, type Answered, type Bot, type Request } from './answer/index.ts';
import { Confirmations } from './confirm.ts';
import { boltLog, type Logger } from './log.ts';
import { CONFIRM_ACTION_ID, NEXT_ACTION_ID } from './render/index.ts';
import { answerRefused, readClick, readCommand, refuseReplays, requestFacts, SeenRequests } from './requests/index.ts';
import { Runs, type DrainOptions } from './runs.ts';
import type { Settings } from './settings.ts';

export interface CreateAppOptions {
  readonly settings: Pick<Settings, 'signingSecret' | 'botToken' | 'slackApiUrl' | 'bindings'>;
  readonly platform: Platform;
  readonly log: Logger;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** A string that does not come twice. */
  readonly nonce: () => string;
}

/** The bot, ready to listen. */
export interface SlackApp {
  /** Listens for Slack's requests at `/slack/events`, and for probes at `/healthz`. */
  readonly start: (at: { readonly port: number; readonly host?: string }) => Promise<AddressInfo>;
  /** Takes no more requests and lets what is under way end, as {@link Runs.drain} does. */
  readonly stop: (options: DrainOptions) => Promise<void>;
}

/** Wires the bot's listeners to a platform. Opens nothing: that is for `start`. */
export function createApp({ settings, platform, log, now, nonce }: CreateAppOptions): SlackApp {
  const { signingSecret, botToken, bindings, slackApiUrl } = settings;
  const logger = boltLog(log);
  const receiver = new HTTPReceiver({
    signingSecret,
    logger,
    customPropertiesExtractor: requestFacts,
    processEventErrorHandler: answerRefused,
    customRoutes: [{ path: '/healthz', method: 'GET', handler: (_request, response) => void response.end('ok') }],
  });
  const app = new App({
    receiver,
    logger,
    // Who may do what is decided by the bindings; asking Slack who the bot is would put a call before each answer.
    authorize: () => Promise.resolve({ botToken }),
    ignoreSelf: false,
    clientOptions: { retryConfig: { retries: 2 }, ...(slackApiUrl === undefined ? {} : { slackApiUrl }) },
  });
  const runs = new Runs();
  const bot: Bot = {
    platform,
    bindings,
    confirmations: new Confirmations({ signingSecret, now, nonce }),
    runs,
    log,
    now,
  };
  const recorded = (request: Request, answer: () => Promise<Answered>) =>
    runs.track(recordAnswer(bot, request, answer));

  // The receiver answers for what is thrown before a listener; listeners themselves do not throw.
  app.error((error) => Promise.reject(error));
  app.use(refuseReplays({ seen: new SeenRequests(), now }));
  app.command('/notebook', async ({ ack, command, respond, client }) => {
    await ack();
    const asked = { ...readCommand(command), run: nonce().slice(0, 8), respond, client };
    await recorded({ asked, line: command.text }, () => answerLine(bot, asked, command.text));
  });
  app.action<BlockAction>(new RegExp(`^${NEXT_ACTION_ID}:`), async ({ ack, body, respond, client }) => {
    await ack();
    const { value, ...place } = readClick(body);
    const asked = { ...place, run: nonce().slice(0, 8), respond, client, beside: true };
    await recorded({ asked, line: value }, () => answerLine(bot, asked, value));
  });
  app.action<BlockAction>(CONFIRM_ACTION_ID, async ({ ack, body, respond, client }) => {
    await ack();
    const click = { ...readClick(body), run: nonce().slice(0, 8), respond, client };
    await recorded({ asked: click, line: 'button' }, () => answerClick(bot, click));
  });

  return {
    start: async ({ port, host }) => {
      const server = await receiver.start(host === undefined ? port : { port, host });
      return server.address() as AddressInfo;
    },
    stop: async (options) => {
      await receiver.stop();
      await runs.drain(options);
    },
  };
}
