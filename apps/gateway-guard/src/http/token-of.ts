import type { IncomingMessage } from 'node:http';
import { Refusal } from '../refusal.ts';

/** The schemes that Jupyter's clients write, and characters of which no token has others. */
const AUTHORIZATION = /^(?:token|bearer) +(?<token>[\x21-\x7e]{8,512})$/i;

/** Reads the one token of a request; addresses and cookies are no place for it. @throws Refusal 400 or 401 */
export function tokenOf({ headersDistinct }: IncomingMessage): string {
  const headers = headersDistinct['authorization'] ?? [];
  if (headers.length > 1) throw new Refusal(400, 'There is more than one Authorization header.');
  const token = AUTHORIZATION.exec(headers[0] ?? '')?.groups?.['token'];
  if (token === undefined) {
    throw new Refusal(401, "The request lacks the token of a person's server (header Authorization: token …).");
  }
  return token;
}
