import type { Report } from '@naas/commands';
import type { types } from '@slack/bolt';
import type { Asked } from './bot.ts';
import type { LiveMessage } from '../live-message/index.ts';
import type { Logger } from '../log.ts';
import { context, picturesOf, renderReport, type Message } from '../render/index.ts';

export interface ConcludeOptions {
  /** Small print: who asked for what, in Slack's markup. */
  readonly note: string;
  /** Where pictures go; without it they are not posted, because only one person sees the message. */
  readonly pictures?: Pick<Asked, 'client' | 'channel'>;
  readonly log: Logger;
}

/** Shows a report as the end of a run, its pictures beside it, and gives back what was shown. */
export async function conclude(message: LiveMessage, report: Report, options: ConcludeOptions): Promise<Message> {
  const tail: types.KnownBlock[] = [context(options.note)];
  const lost = await postPictures(report, options);
  if (lost !== undefined) tail.unshift(context(lost));
  const shown = renderReport(report, tail);
  await message.finish(shown);
  return shown;
}

/** Posts pictures as files; says where they can be had when Slack does not take them. */
async function postPictures(report: Report, { pictures, log }: ConcludeOptions): Promise<string | undefined> {
  for (const { png, alt } of picturesOf(report)) {
    const instead = 'The plot is not shown here; `naas verify --plot plot.png` in a terminal draws one.';
    if (pictures === undefined) return instead;
    const { client, channel } = pictures;
    try {
      await client.files.uploadV2({
        channel_id: channel,
        file: Buffer.from(png),
        filename: 'plot.png',
        title: alt,
        alt_text: alt,
      });
    } catch (error) {
      log.warn({ err: error }, 'a picture could not be posted');
      return instead;
    }
  }
  return undefined;
}
