import { homeSlug } from '@naas/sdk/home-slug';
import { z } from 'zod';

/** Whose server calls. */
export interface Person {
  /** As the hub has it. */
  readonly name: string;
  /** The directory of the home, which is also in the label of the person's kernels. */
  readonly home: string;
}

/** What the hub says of a token. */
export type HubWord =
  | { readonly state: 'known'; readonly person: Person }
  | { readonly state: 'refused'; readonly reason: string }
  | { readonly state: 'away'; readonly reason: string };

/** Asks the hub whose a token is. */
export type AskHub = (token: string) => Promise<HubWord>;

export interface HubOptions {
  /** The hub's API, as `http://proxy-public.jupyterhub/hub/api`. */
  readonly url: string;
  readonly fetch?: typeof fetch;
}

const TIMEOUT_MS = 4_000;
const userSchema = z.object({ kind: z.string(), name: z.string().min(1), scopes: z.array(z.string()) });

/**
 * Asks `GET /user`, https://jupyterhub.readthedocs.io/en/stable/reference/rest-api.html. A server's own token carries
 * `access:servers!server=NAME/SERVER`; one that a person made for something smaller must not start code here.
 */
export function hubUser({ url, fetch: call = fetch }: HubOptions): AskHub {
  return async (token) => {
    try {
      const response = await call(`${url}/user`, {
        headers: { authorization: `token ${token}`, accept: 'application/json' },
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      if (response.status === 401 || response.status === 403) {
        await response.body?.cancel();
        return { state: 'refused', reason: 'the hub does not know this token' };
      }
      if (response.status !== 200) {
        await response.body?.cancel();
        return { state: 'away', reason: `the hub answers with status ${response.status}` };
      }
      return judge(userSchema.parse(await response.json()));
    } catch (error) {
      return { state: 'away', reason: `the hub does not answer: ${wordsOf(error)}` };
    }
  };
}

function judge({ kind, name, scopes }: z.output<typeof userSchema>): HubWord {
  if (kind !== 'user') return { state: 'refused', reason: 'the token is no person’s' };
  const ofServer = `access:servers!server=${name}/`;
  if (!scopes.some((scope) => scope.startsWith(ofServer))) {
    return { state: 'refused', reason: 'the token is not that of a server: it lacks access to one' };
  }
  return { state: 'known', person: { name, home: homeSlug(name) } };
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error && cause.message !== '' ? cause.message : error.message;
}
