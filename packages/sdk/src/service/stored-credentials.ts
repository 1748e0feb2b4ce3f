import type { PlatformConfig } from '../config/index.ts';
import { completeCredentials, type Credentials, CREDENTIALS_SECRET } from '../engine/index.ts';
import { NaasError } from '../errors.ts';
import { getObject, type Kube } from '../kube/index.ts';

export interface LoadCredentialsOptions {
  readonly config: PlatformConfig;
  /** Taken where none is stored yet; the next apply stores it. */
  readonly made: Credentials;
  readonly signal: AbortSignal;
}

export interface LoadedCredentials {
  readonly credentials: Credentials;
  /** Those that no apply has stored yet. */
  readonly unstored: Readonly<Record<string, string>>;
}

/**
 * Reads the platform's credentials: those that are stored, the password that the file names, and made ones besides. A hub
 * that is there already keeps its own: with others it could not read its database.
 */
export async function loadCredentials(kube: Kube, options: LoadCredentialsOptions): Promise<LoadedCredentials> {
  const { config, made, signal } = options;
  const stored = await readSecret(kube, CREDENTIALS_SECRET, signal);
  const known = stored ?? (await hubSecrets(kube, config, signal));
  const credentials = await withPassword(kube, completeCredentials({ ...made, ...known }), options);
  const unstored = Object.entries(credentials).filter(([name]) => stored?.[name] === undefined);
  return { credentials, unstored: Object.fromEntries(unstored) };
}

/** Where JupyterHub's chart keeps what it has made up or was given, by our names for it. */
const HUB_KEYS = {
  hubCookieSecret: 'hub.config.JupyterHub.cookie_secret',
  hubCryptKey: 'hub.config.CryptKeeper.keys',
  proxyToken: 'hub.config.ConfigurableHTTPProxy.auth_token',
} as const satisfies Partial<Record<keyof Credentials, string>>;

async function hubSecrets(
  kube: Kube,
  { hub }: PlatformConfig,
  signal: AbortSignal,
): Promise<Partial<Record<string, string>>> {
  const secret = await readSecret(kube, { namespace: hub.namespace, name: 'hub' }, signal);
  return Object.fromEntries(
    Object.entries(HUB_KEYS).flatMap(([name, key]) => (secret?.[key] ? [[name, secret[key]]] : [])),
  );
}

async function withPassword(
  kube: Kube,
  stored: Credentials,
  { config, signal }: LoadCredentialsOptions,
): Promise<Credentials> {
  const { password } = config.hub.authenticator;
  if (!password) return stored;
  const { name, key } = password.secretRef;
  const namespace = CREDENTIALS_SECRET.namespace;
  const chosen = (await readSecret(kube, { namespace, name }, signal))?.[key];
  if (chosen === undefined) {
    throw new NaasError('CONFIG_INVALID', `There is no key ${key} in the Secret ${namespace}/${name}.`, {
      hint:
        `spec.hub.authenticator.password names it. Make it: kubectl create namespace ${namespace}; ` +
        `kubectl -n ${namespace} create secret generic ${name} --from-file=${key}=FILE`,
      subject: { kind: 'Secret', namespace, name },
    });
  }
  return { ...stored, dummyPassword: chosen };
}

/** Reads the credentials of a platform that must be deployed already. */
export async function requireCredentials(kube: Kube, signal: AbortSignal): Promise<Credentials> {
  const stored = await readSecret(kube, CREDENTIALS_SECRET, signal);
  if (stored) return completeCredentials(stored);
  throw new NaasError('COMPONENT_NOT_READY', 'No platform is deployed on this cluster.', {
    hint: 'Deploy it first: naas deploy',
  });
}

interface SecretName {
  readonly namespace: string;
  readonly name: string;
}

async function readSecret(
  kube: Kube,
  name: SecretName,
  signal: AbortSignal,
): Promise<Record<string, string> | undefined> {
  const secret = await getObject(kube, { apiVersion: 'v1', kind: 'Secret', ...name }, { signal });
  if (!secret) return undefined;
  const data = (secret['data'] ?? {}) as Record<string, string>;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]));
}
