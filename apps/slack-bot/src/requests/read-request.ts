import type { SlashCommand } from '@slack/bolt';
import { z } from 'zod';
import type { Asked } from '../answer/index.ts';

type Place = Pick<Asked, 'actor' | 'channel'>;

const commandSchema = z.object({ team_id: z.string(), user_id: z.string(), channel_id: z.string() });

/** Reads who typed a command, and where. */
export function readCommand(command: SlashCommand): Place {
  const { team_id, user_id, channel_id } = commandSchema.parse(command);
  return { actor: { team: team_id, user: user_id }, channel: channel_id };
}

const clickSchema = z.object({
  user: z.object({ id: z.string(), team_id: z.string().optional() }),
  team: z.object({ id: z.string() }).nullish(),
  channel: z.object({ id: z.string() }),
  container: z.object({ message_ts: z.string().optional(), is_ephemeral: z.boolean().optional() }),
  actions: z.tuple([z.object({ value: z.string().default('') })], z.unknown()),
});

/** A click: who, where, what the button carries, and the message's id when everybody sees that message. */
export interface ReadClick extends Place {
  readonly value: string;
  readonly ts?: string;
}

/** Reads a click; in a shared channel the person's own workspace counts, not the one the message is in. */
export function readClick(body: unknown): ReadClick {
  const { user, team, channel, container, actions } = clickSchema.parse(body);
  const ts = container.is_ephemeral === true ? undefined : container.message_ts;
  return {
    actor: { team: user.team_id ?? team?.id ?? '', user: user.id },
    channel: channel.id,
    value: actions[0].value,
    ...(ts === undefined ? {} : { ts }),
  };
}
