import type { RespondFn, webApi } from '@slack/bolt';
import type { Slot } from './live-message.ts';

/** A response URL takes five messages in thirty minutes; two are kept for the end. */
const FEW = [0, 8_000, 60_000];
/** Slack allows about an edit a second in a channel; a person reads one in two, and a long run fewer. */
const MANY = [0, 2_000, 2_000, 3_000, 3_000, 5_000];

/** Where a message was clicked, or a command typed. */
export interface Place {
  readonly channel: string;
  readonly user: string;
}

/** Answers to the asker alone, each in place of the one before. */
export function answerSlot(respond: RespondFn): Slot {
  return {
    gapsMs: FEW,
    endless: false,
    show: (message) => respond({ ...message, response_type: 'ephemeral', replace_original: true }),
  };
}

/** Answers to the asker alone, below the message that was clicked: once at the start and once at the end. */
export function besideSlot(respond: RespondFn): Slot {
  return {
    gapsMs: [0],
    endless: false,
    show: (message) => respond({ ...message, response_type: 'ephemeral', replace_original: false }),
  };
}

/** Edits the message that was clicked, by the few answers a click allows. */
export function clickedSlot(respond: RespondFn): Slot {
  return { gapsMs: FEW, endless: false, show: (message) => respond({ ...message, replace_original: true }) };
}

/** Edits a message of the bot in a channel it is a member of. */
export function updateSlot(client: webApi.WebClient, channel: string, ts: string): Slot {
  return { gapsMs: MANY, endless: true, show: (message) => client.chat.update({ channel, ts, ...message }) };
}

/** Posts a message in a channel the bot is a member of, and edits it from then on. */
export function channelSlot(client: webApi.WebClient, channel: string): Slot {
  let ts: string | undefined;
  return {
    gapsMs: MANY,
    endless: true,
    show: async (message) => {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- Slack's method, not a window's
      if (ts === undefined) ts = (await client.chat.postMessage({ channel, ...message })).ts;
      else await client.chat.update({ channel, ts, ...message });
    },
  };
}

/** Announces the end in the channel, where the bot may answer but neither post nor edit. */
export function announceSlot(respond: RespondFn): Slot {
  return {
    gapsMs: [],
    endless: false,
    show: (message) => respond({ ...message, response_type: 'in_channel', replace_original: false }),
  };
}

/** The last resort when the thirty minutes of a response URL are over: a new message for the asker alone. */
export function whisperSlot(client: webApi.WebClient, { channel, user }: Place): Slot {
  return { gapsMs: [], endless: false, show: (message) => client.chat.postEphemeral({ channel, user, ...message }) };
}
