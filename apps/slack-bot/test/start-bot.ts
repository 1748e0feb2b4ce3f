import { randomUUID } from 'node:crypto';
import type { Platform } from '@naas/commands';
import { inMemoryPlatform, type InMemoryPlatform } from '@naas/commands/testing';
import type { DestinationStream } from 'pino';
import { createApp } from '../src/app.ts';
import { createLog } from '../src/log.ts';
import type { Binding } from '../src/rights.ts';
import {
  BOT_TOKEN,
  buttonOf,
  signed,
  SIGNING_SECRET,
  standInSlack,
  type Sent,
  type SignedOptions,
  type StandInSlack,
  type StandInSlackOptions,
} from './stand-in-slack.ts';

export const TEAM = 'T01LAB';
export const VIEWER = 'U0VIEWER';
export const OPERATOR = 'U0OPERATOR';
export const DEPLOYER = 'U0DEPLOYER';
export const COLLEAGUE = 'U0COLLEAGUE';
export const STRANGER = 'U0STRANGER';

const bindings: readonly Binding[] = [
  { team: TEAM, user: VIEWER, role: 'viewer' },
  { team: TEAM, user: OPERATOR, role: 'operator' },
  { team: TEAM, user: DEPLOYER, role: 'deployer' },
  { team: TEAM, user: COLLEAGUE, role: 'deployer' },
];

export interface BotOptions<Kind extends Platform = InMemoryPlatform> extends StandInSlackOptions {
  readonly platform: Kind;
  /** Added to the bot's clock, milliseconds. */
  readonly clock?: { aheadMs: number };
}

export interface RunningBot<Kind extends Platform = InMemoryPlatform> extends AsyncDisposable {
  readonly slack: StandInSlack;
  readonly platform: Kind;
  /** The log so far, as text. */
  readonly log: () => string;
  readonly url: string;
  /** Sends any request to the bot. */
  post(request: RequestInit): Promise<Response>;
  /** Types a line after `/notebook`. */
  type(text: string, user: string, options?: SignedOptions): Promise<Response>;
  /** Clicks a button of a message. */
  click(message: Sent, actionId: string, by: Clicker): Promise<Response>;
  /** Clicks a button nobody was shown, some seconds from now. */
  clickAt(button: Button, by: Clicker, skew: number): Promise<Response>;
}

export interface Button {
  readonly action_id: string;
  readonly value: string;
}

export interface Clicker {
  readonly user: string;
  readonly team?: string;
}

/** Starts the bot on a port of its own, before a stand-in for Slack and a platform in memory. */
export function startBot(options: Partial<BotOptions> = {}): Promise<RunningBot> {
  return startBotOn({ platform: inMemoryPlatform(), ...options });
}

/** Starts the bot on a port of its own, before a stand-in for Slack and whatever platform it is given. */
export async function startBotOn<Kind extends Platform>(options: BotOptions<Kind>): Promise<RunningBot<Kind>> {
  const { platform, clock = { aheadMs: 0 } } = options;
  const slack = await standInSlack(options);
  const lines: string[] = [];
  const destination: DestinationStream = { write: (line) => void lines.push(line) };
  const app = createApp({
    settings: { signingSecret: SIGNING_SECRET, botToken: BOT_TOKEN, slackApiUrl: slack.apiUrl, bindings },
    platform,
    log: createLog('debug', destination),
    now: () => Date.now() + clock.aheadMs,
    nonce: randomUUID,
  });
  const { port } = await app.start({ port: 0, host: '127.0.0.1' });
  const url = `http://127.0.0.1:${port}/slack/events`;
  const post = (request: RequestInit) => fetch(url, request);
  return {
    slack,
    platform,
    url,
    log: () => lines.join(''),
    post,
    type: (text, user, options) => post(signed(commandForm(text, user, slack.responseUrl()), options)),
    click: async (message, actionId, by) => {
      const button = buttonOf(message, actionId);
      if (button === undefined) throw new Error(`There is no button ${actionId} in: ${message.words}`);
      const seenByAll = message.via !== 'respond' || message.body['response_type'] === 'in_channel';
      return post(signed(clickForm(button, by, { slack, seenByAll })));
    },
    clickAt: (button, by, skew) => post(signed(clickForm(button, by, { slack, seenByAll: false }), { skew })),
    [Symbol.asyncDispose]: async () => {
      await app.stop({ patienceMs: 500, goodbyeMs: 100 });
      await slack[Symbol.asyncDispose]();
    },
  };
}

/** A slash command as Slack sends it. */
export function commandForm(text: string, user: string, responseUrl: string): Record<string, string> {
  return {
    command: '/notebook',
    text,
    team_id: TEAM,
    team_domain: 'lab',
    user_id: user,
    user_name: 'somebody',
    channel_id: 'C01OPS',
    channel_name: 'ops',
    api_app_id: 'A01',
    response_url: responseUrl,
    trigger_id: randomUUID(),
  };
}

interface ClickedMessage {
  readonly slack: StandInSlack;
  readonly seenByAll: boolean;
}

/** A click as Slack sends it. */
function clickForm(button: Button, by: Clicker, { slack, seenByAll }: ClickedMessage): { payload: string } {
  const payload = {
    type: 'block_actions',
    api_app_id: 'A01',
    team: { id: TEAM, domain: 'lab' },
    user: { id: by.user, username: 'somebody', team_id: by.team ?? TEAM },
    channel: { id: 'C01OPS', name: 'ops' },
    container: {
      type: 'message',
      message_ts: '1700000000.000100',
      channel_id: 'C01OPS',
      is_ephemeral: !seenByAll,
    },
    response_url: slack.responseUrl(),
    trigger_id: randomUUID(),
    actions: [{ type: 'button', ...button, block_id: 'b', action_ts: '1700000001.000000' }],
  };
  return { payload: JSON.stringify(payload) };
}
