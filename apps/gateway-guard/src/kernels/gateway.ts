import { Agent, type IncomingMessage, request } from 'node:http';
import { Refusal } from '../refusal.ts';

export interface GatewayOptions {
  /** The gateway itself, as `http://enterprise-gateway-backend.enterprise-gateway:8888`. */
  readonly url: string;
  readonly token: string;
}

/** One question to the gateway. Nothing of a caller's request is in it but what the guard put there. */
export interface Question {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  /** Path and query below the gateway's address. */
  readonly path: string;
  readonly body?: unknown;
  /** @default 30 s */
  readonly timeoutMs?: number;
}

export interface GatewayAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: Buffer;
}

/** The gateway behind the guard. */
export interface Gateway extends AsyncDisposable {
  /** @throws Refusal 502, 503 or 504 when it does not answer, or not in time */
  ask(question: Question): Promise<GatewayAnswer>;
}

const TIMEOUT_MS = 30_000;
const MOST_BYTES = 16 * 1024 * 1024;

/** Connects to the gateway, with connections that stay open between questions. */
export function connectGateway({ url, token }: GatewayOptions): Gateway {
  const agent = new Agent({ keepAlive: true, maxSockets: 256, scheduling: 'lifo' });
  const once = (question: Question) => askOnce({ url, token, agent }, question);
  return {
    async ask(question) {
      try {
        return await once(question);
      } catch (error) {
        // A connection that the gateway closed while it lay idle; what starts something is not asked twice.
        if (!(error instanceof StaleConnection)) throw error;
        if (question.method === 'POST') throw unreachable(error);
        return await once(question).catch((again: unknown) => {
          throw again instanceof StaleConnection ? unreachable(again) : again;
        });
      }
    },
    [Symbol.asyncDispose]: () => {
      agent.destroy();
      return Promise.resolve();
    },
  };
}

class StaleConnection extends Error {}

interface Connection extends GatewayOptions {
  readonly agent: Agent;
}

function askOnce({ url, token, agent }: Connection, question: Question): Promise<GatewayAnswer> {
  const { method = 'GET', path, timeoutMs = TIMEOUT_MS } = question;
  const body = question.body === undefined ? undefined : Buffer.from(JSON.stringify(question.body));
  return new Promise((resolve, reject) => {
    const asked = request(`${url}${path}`, {
      agent,
      method,
      headers: {
        authorization: `token ${token}`,
        accept: 'application/json',
        ...(body && { 'content-type': 'application/json' }),
        ...(method !== 'GET' && { 'content-length': body?.length ?? 0 }),
      },
    });
    const late = setTimeout(() => {
      reject(new Refusal(504, `The gateway did not answer within ${timeoutMs / 1000} s.`));
      asked.destroy();
    }, timeoutMs);
    asked.on('close', () => clearTimeout(late));
    asked.on('error', (error) => reject(asked.reusedSocket ? new StaleConnection(error.message) : unreachable(error)));
    asked.on('response', (answer) => void collect(answer).then(resolve, reject));
    asked.end(body);
  });
}

function collect(answer: IncomingMessage): Promise<GatewayAnswer> {
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve, reject) => {
    answer.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MOST_BYTES) answer.destroy(new Refusal(502, 'The gateway sent more than the guard passes on.'));
      else chunks.push(chunk);
    });
    answer.on('error', (error) => reject(error instanceof Refusal ? error : unreachable(error)));
    answer.on('end', () =>
      resolve({
        status: answer.statusCode ?? 502,
        contentType: answer.headers['content-type'] ?? 'application/octet-stream',
        body: Buffer.concat(chunks),
      }),
    );
  });
}

function unreachable(error: Error): Refusal {
  return new Refusal(503, 'The gateway cannot be reached. Try again in a moment.', {
    detail: error.message,
    retryAfterSeconds: 5,
  });
}

/** Reads the answer to a question that has to succeed. @throws Refusal 502 when it is something else */
export function parsed({ status, body }: GatewayAnswer, what: string): unknown {
  if (status !== 200) {
    throw new Refusal(502, `The gateway did not show ${what}: status ${status}.`, { detail: reasonIn(body) });
  }
  try {
    return JSON.parse(body.toString());
  } catch {
    throw new Refusal(502, `The gateway sent something else than ${what}.`);
  }
}

/** What the gateway says of a failure, in `message` or `reason`. */
export function reasonIn(body: Buffer): string {
  try {
    const { message, reason } = JSON.parse(body.toString()) as { message?: unknown; reason?: unknown };
    return [message, reason].find((words): words is string => typeof words === 'string' && words !== '') ?? '';
  } catch {
    return '';
  }
}
