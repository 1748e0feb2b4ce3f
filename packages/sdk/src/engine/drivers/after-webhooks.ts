import { type Clock, realClock } from '../../kube/index.ts';

/** How long something that was installed a moment ago may take until its admission webhook answers. */
const DEADLINE_MS = 60_000;
const PAUSE_MS = 1_000;

const NOT_ANSWERING = /failed calling webhook "([^"]+)"/;
const UNKNOWN_KIND = /knows no kind|could not find the requested resource/;

export interface AfterWebhooksOptions {
  readonly waiting: (reason: string) => void;
  readonly signal: AbortSignal;
  /** @default the machine's own */
  readonly clock?: Clock;
}

/** Writes something, again and again while the webhook that has to admit it, or its very kind, is not there yet. */
export async function afterWebhooks<T>(write: () => Promise<T>, options: AfterWebhooksOptions): Promise<T> {
  const { waiting, signal, clock = realClock } = options;
  const start = clock.now();
  for (;;) {
    try {
      return await write();
    } catch (error) {
      const reason = reasonOf(error);
      if (reason === undefined || clock.now() - start >= DEADLINE_MS) throw error;
      waiting(reason);
      await clock.sleep(PAUSE_MS, signal);
    }
  }
}

function reasonOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const webhook = NOT_ANSWERING.exec(error.message)?.[1];
  if (webhook !== undefined) return `the admission webhook ${webhook} does not answer yet`;
  return UNKNOWN_KIND.test(error.message) ? 'the API server does not know that kind yet' : undefined;
}
