import { randomBytes } from 'node:crypto';
import { PLATFORM_NAMESPACE } from '../config/index.ts';

/**
 * The secrets a platform makes for itself, once. They live in one Secret of the platform's namespace, so that a hub
 * deployed again can still read its database.
 */
export interface Credentials {
  /** What the gateway asks of whoever calls it: the guard, and our own checks. */
  readonly backendToken: string;
  /** What lets an operator through the guard, to list and stop the kernels of all. */
  readonly guardToken: string;
  /** The guard's service in the hub: sees which servers run. */
  readonly guardHubToken: string;
  /** JupyterHub signs its cookies with this: 32 bytes, hex. */
  readonly hubCookieSecret: string;
  /** JupyterHub encrypts what it stores of people with this: 32 bytes, hex. */
  readonly hubCryptKey: string;
  /** Between hub and proxy. */
  readonly proxyToken: string;
  /** The operator's service in the hub: lists people, starts and stops servers. */
  readonly operatorToken: string;
  /** The proof's service in the hub: everything, but for one person only. */
  readonly proofToken: string;
  /** What everybody signs in with when the authenticator is `dummy` and the file names no password. */
  readonly dummyPassword: string;
}

const NAMES = [
  'backendToken',
  'guardToken',
  'guardHubToken',
  'hubCookieSecret',
  'hubCryptKey',
  'proxyToken',
  'operatorToken',
  'proofToken',
  'dummyPassword',
] as const satisfies readonly (keyof Credentials)[];

/** Where the credentials are kept. */
export const CREDENTIALS_SECRET = { namespace: PLATFORM_NAMESPACE, name: 'naas-credentials' } as const;

/** Takes the credentials that are stored and makes those that are not: none yet, or new ones after an update. */
export function completeCredentials(
  stored: Readonly<Partial<Record<string, string>>>,
  random: (bytes: number) => Buffer = randomBytes,
): Credentials {
  const entries = NAMES.map((name) => [name, stored[name] ?? random(32).toString('hex')]);
  return Object.fromEntries(entries) as Record<(typeof NAMES)[number], string>;
}
