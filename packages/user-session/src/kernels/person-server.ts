import { NaasError } from '@naas/sdk';
import { type Answer, type Endpoint, refusal } from '../http/index.ts';
import { type Hub, type ServerRef, serverWords } from '../hub/index.ts';

/** A person's running server: what their notebook would ask of it, this can. Closing it closes its websockets. */
export interface PersonServer extends AsyncDisposable {
  readonly user: string;
  readonly api: Endpoint;
  /** What is open and has to be closed with the server. */
  readonly channels: Set<{ close(): void }>;
}

/** Opens the way to a person's server; nothing is asked yet. The hub's token needs the scope `access:servers`. */
export function openServer(hub: Hub, ref: ServerRef): PersonServer {
  const channels = new Set<{ close(): void }>();
  const api = hub.serverApi(ref);
  return {
    user: ref.user,
    api: { ...api, url: `${api.url}api/`, name: serverWords(ref) },
    channels,
    [Symbol.asyncDispose]: async () => {
      for (const channel of channels) channel.close();
    },
  };
}

/** Like {@link refusal}, but the answers for a server that does not run are told apart. */
export function serverRefusal(server: PersonServer, answer: Answer, doing: string): NaasError {
  if (!isNotRunning(answer)) return refusal(server.api, answer, doing);
  return new NaasError('SERVER_NOT_STARTED', `The server of ${server.user} is not running.`, {
    hint: `Start it: naas server start ${server.user}`,
    subject: { kind: 'Server', name: server.user },
  });
}

/**
 * Whether an answer came from somebody else in the server's place. Without a route the proxy asks the hub, which sends
 * a GET elsewhere, misses a cookie in a POST, or says 424; with a route and nobody behind it the proxy says 503.
 */
export function isNotRunning(answer: Answer): boolean {
  if (answer.status === 403) return typeof answer.body === 'string' && answer.body.includes('_xsrf');
  return [301, 302, 424, 503].includes(answer.status);
}
