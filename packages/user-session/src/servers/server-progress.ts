import type { z } from 'zod';
import type { progressSchema } from '../hub/index.ts';

/** One step of a server's start, in the words of the hub. */
export interface ServerProgress {
  /** 0 to 100. */
  readonly percent: number;
  readonly message: string;
  readonly ready?: true;
}

/**
 * Why a server did not start. The hub's own reason is empty when an image cannot be pulled, and says only that time is
 * up when a volume cannot be mounted: the last warning of Kubernetes has the cause.
 */
export interface StartStory {
  readonly lastMessage?: string;
  readonly lastWarning?: string;
}

type ProgressEvent = z.infer<typeof progressSchema>;

/** What is known after one more event. */
export function tellOn(story: StartStory, event: ProgressEvent): StartStory {
  const warning = event.raw_event?.type === 'Warning' ? event.raw_event.message : undefined;
  return {
    ...story,
    ...(event.message !== '' && event.failed !== true && { lastMessage: event.message }),
    ...(warning && { lastWarning: warning }),
  };
}

/** The reason of a failed start, in one sentence without its full stop. */
export function failureReason(story: StartStory, hubWords: string): string {
  const reason = hubWords.replace(/^Spawn failed:?\s*/, '').trim();
  if (reason === '') return story.lastWarning ?? story.lastMessage ?? 'the hub gives no reason';
  if (story.lastWarning === undefined || reason.includes(story.lastWarning)) return reason;
  return `${reason} (last warning: ${story.lastWarning})`;
}
