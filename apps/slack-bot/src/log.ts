import { LogLevel, type Logger as BoltLogger } from '@slack/bolt';
import { pino, type DestinationStream, type Logger } from 'pino';

export type { Logger } from 'pino';

/** Keys whose values never reach a log, wherever a log line is handed an object with them. */
const SECRET_KEYS = ['token', 'botToken', 'signingSecret', 'authorization', 'response_url', 'responseUrl', 'value'];

/** One JSON line for each thing worth knowing, secrets left out by key. */
export function createLog(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    redact: { paths: SECRET_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '[secret]' },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

/** Lets Bolt write into our log; what it says at debug level holds whole requests, so that is left out. */
export function boltLog(log: Logger): BoltLogger {
  const words = (parts: unknown[]): string => parts.map(wordsOf).join(' ');
  return {
    debug: () => undefined,
    info: (...parts) => log.info({ from: 'bolt' }, words(parts)),
    warn: (...parts) => log.warn({ from: 'bolt' }, words(parts)),
    error: (...parts) => log.error({ from: 'bolt' }, words(parts)),
    setLevel: () => undefined,
    getLevel: () => LogLevel.INFO,
    setName: () => undefined,
  };
}

function wordsOf(part: unknown): string {
  if (part instanceof Error) return part.message;
  return typeof part === 'string' ? part : JSON.stringify(part);
}
