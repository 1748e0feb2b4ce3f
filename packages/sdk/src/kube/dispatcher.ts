import { createHash } from 'node:crypto';
import type { RequestOptions as HttpsOptions } from 'node:https';
import { createSecureContext } from 'node:tls';
import type { KubeConfig } from '@kubernetes/client-node';
import { Agent, ProxyAgent } from 'undici';
import type { Dispatcher } from 'undici';
import { NaasError } from '../errors.ts';

/** What a call is sent with: connections to share and the headers that say who asks. */
export interface Credentials {
  readonly dispatcher: Dispatcher;
  readonly headers: Record<string, string>;
}

/** The shared connections of one cluster, made anew only when the TLS credentials change. */
export interface Dispatchers {
  /** Asks the kubeconfig's auth (token, file, exec plugin, certificate) who we are right now. */
  credentials(config: KubeConfig): Promise<Credentials>;
  close(): Promise<void>;
}

/** A load balancer may forget a connection that is silent for a minute. */
const KEEP_ALIVE_MS = 30_000;

export function createDispatchers(): Dispatchers {
  let current: { fingerprint: string; dispatcher: Dispatcher } | undefined;
  // Watches go on over connections from before a change; what is idle closes by itself. Not asked to close here: undici
  // cannot destroy an agent's connections any more once it is.
  const made: Dispatcher[] = [];

  return {
    async credentials(config) {
      const options: HttpsOptions = {};
      await config.applyToHTTPSOptions(options);
      const proxy = config.getCurrentCluster()?.proxyUrl;
      const tls = tlsOf(options);
      const fingerprint = fingerprintOf(tls, proxy);
      if (current?.fingerprint !== fingerprint) {
        current = { fingerprint, dispatcher: dispatcherFor(tls, proxy) };
        made.push(current.dispatcher);
      }
      return { dispatcher: current.dispatcher, headers: headersOf(options) };
    },
    async close() {
      current = undefined;
      await Promise.all(made.splice(0).map((dispatcher) => dispatcher.destroy()));
    },
  };
}

interface Tls {
  ca?: string | Buffer;
  cert?: string | Buffer;
  key?: string | Buffer;
  servername?: string;
  rejectUnauthorized?: boolean;
}

function tlsOf(options: HttpsOptions): Tls {
  const { ca, cert, key, servername, rejectUnauthorized } = options;
  return Object.fromEntries(
    Object.entries({ ca, cert, key, servername, rejectUnauthorized }).filter(([, value]) => value !== undefined),
  );
}

function headersOf(options: HttpsOptions): Record<string, string> {
  const headers: Record<string, string> = {};
  if (options.auth) headers['Authorization'] = `Basic ${Buffer.from(options.auth).toString('base64')}`;
  for (const [name, value] of Object.entries(options.headers ?? {})) headers[name] = String(value);
  return headers;
}

function fingerprintOf(tls: Tls, proxy: string | undefined): string {
  const hash = createHash('sha256');
  for (const [name, value] of Object.entries({ ...tls, proxy })) hash.update(`${name}\0${String(value)}\0`);
  return hash.digest('hex');
}

function dispatcherFor(tls: Tls, proxy: string | undefined): Dispatcher {
  // The transport sets time limits per call; undici's own would cut watches.
  const common = { headersTimeout: 0, bodyTimeout: 0, keepAliveTimeout: KEEP_ALIVE_MS };
  // One context for all connections: reading keys and certificates costs more than a request.
  if (proxy === undefined)
    return new Agent({ ...common, connect: { ...tls, secureContext: createSecureContext(tls) } });
  if (proxy.startsWith('socks')) {
    throw new NaasError('CONFIG_INVALID', `The kubeconfig asks for the proxy ${new URL(proxy).host} by SOCKS.`, {
      hint: 'Only HTTP proxies are supported: change proxy-url.',
    });
  }
  return new ProxyAgent({ ...common, uri: proxy, requestTls: tls });
}
