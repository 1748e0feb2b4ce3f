import { createHash } from 'node:crypto';
import {
  ReceiverAuthenticityError,
  type AnyMiddlewareArgs,
  type BufferedIncomingMessage,
  type Middleware,
  type ReceiverProcessEventErrorHandlerArgs,
} from '@slack/bolt';
import { z } from 'zod';
import type { SeenRequests } from './seen-requests.ts';
import { stampIsNear } from './stamp.ts';

const factsSchema = z.object({ stampSeconds: z.number(), fingerprint: z.string() });

/** What the receiver hands on about a request whose signature held; becomes part of Bolt's context. */
export function requestFacts(request: BufferedIncomingMessage): z.infer<typeof factsSchema> {
  const stampSeconds = Number(request.headers['x-slack-request-timestamp']);
  // Made from what was signed, not from the signature's header: Bolt ignores what follows a second `=` in that.
  const fingerprint = createHash('sha256').update(`${stampSeconds}:`).update(request.rawBody).digest('base64url');
  return { stampSeconds, fingerprint };
}

export interface RefuseReplaysOptions {
  readonly seen: SeenRequests;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** The first middleware: stops requests from the future, and those that have been here before. */
export function refuseReplays({ seen, now }: RefuseReplaysOptions): Middleware<AnyMiddlewareArgs> {
  return async ({ context, next }) => {
    const { stampSeconds, fingerprint } = factsSchema.parse(context);
    if (!stampIsNear(stampSeconds, now()))
      throw new ReceiverAuthenticityError('The request is stamped too far from now');
    if (!seen.admit(fingerprint, now())) throw new ReceiverAuthenticityError('The request has been here before');
    await next();
  };
}

/** Answers what was refused with 401, as Bolt does for a wrong signature; leaves an answered request alone. */
export function answerRefused({ error, response }: ReceiverProcessEventErrorHandlerArgs): Promise<boolean> {
  if (response.headersSent) return Promise.resolve(false);
  response.writeHead(error instanceof ReceiverAuthenticityError ? 401 : 500).end();
  return Promise.resolve(true);
}
