import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export const SIGNING_SECRET = 'a signing secret of the tests';
export const BOT_TOKEN = 'xoxb-of-the-tests';

/** One message the bot sent: by a response URL (`respond`) or by a method of the Web API. */
export interface Sent {
  readonly via: string;
  readonly body: Record<string, unknown>;
  /** Everything that is shown, as one string. */
  readonly words: string;
}

export interface StandInSlack extends AsyncDisposable {
  readonly apiUrl: string;
  readonly sent: Sent[];
  responseUrl(): string;
  /** Waits for the first message, from `after` on, that says this; fails with all that was said instead. */
  says(words: string | RegExp, after?: number): Promise<Sent>;
}

export interface StandInSlackOptions {
  /** Calls that are refused: `respond`, or a method's name. @default none */
  readonly refuse?: ReadonlySet<string>;
  /** How long `says` waits, milliseconds. @default 5000 */
  readonly patienceMs?: number;
}

/** Slack's side of the wire: takes what the bot sends, and answers as Slack does. */
export async function standInSlack({
  refuse = new Set(),
  patienceMs = 5_000,
}: StandInSlackOptions = {}): Promise<StandInSlack> {
  const sent: Sent[] = [];
  const server = createServer((request, response) => {
    void readBody(request).then((text) => {
      const via = (request.url ?? '').startsWith('/respond') ? 'respond' : (request.url ?? '').replace('/api/', '');
      const body = parseBody(request.headers['content-type'] ?? '', text);
      sent.push({ via, body, words: wordsOf(body) });
      if (refuse.has(via)) {
        response.writeHead(via === 'respond' ? 404 : 200, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ ok: false, error: 'channel_not_found' }));
        return;
      }
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({ ok: true, ts: '1700000000.000100', file_id: 'F1', upload_url: `${base}/upload`, files: [] }),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    apiUrl: `${base}/api/`,
    sent,
    responseUrl: () => `${base}/respond/${Math.random()}`,
    says: async (words, after = 0) => {
      const deadline = Date.now() + patienceMs;
      for (;;) {
        const found = sent
          .slice(after)
          .find((one) => (typeof words === 'string' ? one.words.includes(words) : words.test(one.words)));
        if (found !== undefined) return found;
        if (Date.now() > deadline)
          throw new Error(
            `Nobody said ${String(words)}; said was:\n${sent.map((one) => `${one.via}: ${one.words}`).join('\n---\n')}`,
          );
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('latin1');
}

function parseBody(type: string, text: string): Record<string, unknown> {
  if (type.includes('json')) return JSON.parse(Buffer.from(text, 'latin1').toString('utf8')) as Record<string, unknown>;
  if (!type.includes('urlencoded')) return { bytes: text.length };
  const form = Object.fromEntries(new URLSearchParams(text));
  return { ...form, ...(form['blocks'] === undefined ? {} : { blocks: JSON.parse(form['blocks']) as unknown }) };
}

/** Every string below a key that Slack shows. */
function wordsOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(wordsOf).join('\n');
  if (typeof value !== 'object' || value === null) return '';
  return Object.entries(value)
    .map(([key, inner]) => (key === 'text' && typeof inner === 'string' ? inner : wordsOf(inner)))
    .filter((words) => words !== '')
    .join('\n');
}

/** The button with this action id in a message, as Slack would send it back. */
export function buttonOf({ body }: Sent, actionId: string): { action_id: string; value: string } | undefined {
  const blocks = (body['blocks'] ?? []) as { elements?: { action_id?: string; value: string }[] }[];
  const found = blocks
    .flatMap(({ elements = [] }) => elements)
    .find(({ action_id }) => action_id?.startsWith(actionId));
  return found === undefined ? undefined : { action_id: found.action_id ?? '', value: found.value };
}

export interface SignedOptions {
  /** How far the stamp is from now, seconds. */
  readonly skew?: number;
  readonly secret?: string;
}

/** The headers and body of a request as Slack signs it. */
export function signed(
  form: Record<string, string>,
  { skew = 0, secret = SIGNING_SECRET }: SignedOptions = {},
): RequestInit {
  const body = new URLSearchParams(form).toString();
  const stamp = String(Math.floor(Date.now() / 1000) + skew);
  const signature = createHmac('sha256', secret).update(`v0:${stamp}:${body}`).digest('hex');
  return {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': stamp,
      'x-slack-signature': `v0=${signature}`,
    },
  };
}
