import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { tokenOf } from '../http/token-of.ts';
import { Refusal } from '../refusal.ts';
import type { Person } from './hub-user.ts';
import type { Identities } from './identities.ts';

/** Who calls: a person's server, or who operates the platform. */
export type Caller =
  { readonly kind: 'person'; readonly person: Person; readonly token: string } | { readonly kind: 'operator' };

export type CallerOf = (request: IncomingMessage) => Promise<Caller>;

/** Tells callers by their tokens. What it gives throws a Refusal: 400, 401, 403, or 503 while nobody can say. */
export function callersBy(identities: Identities, operatorToken: string): CallerOf {
  const operator = digest(operatorToken);
  return async (request) => {
    const token = tokenOf(request);
    if (timingSafeEqual(digest(token), operator)) return { kind: 'operator' };
    const word = await identities.identify(token, request.socket.remoteAddress ?? '');
    switch (word.state) {
      case 'known':
        return { kind: 'person', person: word.person, token };
      case 'refused':
        throw new Refusal(403, NOT_A_SERVER, { detail: word.reason });
      case 'away':
        throw new Refusal(503, 'The hub cannot say whose server this is. Try again in a moment.', {
          detail: word.reason,
          retryAfterSeconds: 5,
        });
    }
  };
}

const NOT_A_SERVER =
  "This is not the token of a person's running server. A server that was started before the guard has to be restarted: File > Hub Control Panel > Stop My Server.";

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
