import { existsSync } from 'node:fs';
import { delimiter, resolve } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { NaasError } from '../errors.ts';
import { realClock } from './clock.ts';
import type { Clock } from './clock.ts';
import { createDispatchers } from './dispatcher.ts';
import type { Dispatchers } from './dispatcher.ts';
import { createGate } from './gate.ts';
import type { Gate } from './gate.ts';

/** How to find and speak to a cluster. */
export interface KubeOptions {
  /** Path of a kubeconfig, or several as the variable KUBECONFIG joins them. @default the pod's own service account */
  readonly kubeconfig?: string;
  /** @default the kubeconfig's current context */
  readonly context?: string;
  /** What administrators see in the audit log and can match in a FlowSchema. @default 'naas' */
  readonly userAgent?: string;
  /** @default the real clock */
  readonly clock?: Clock;
}

/** What the functions of this folder need of a connection, kept out of its public face. */
export interface Wire {
  config: KubeConfig;
  readonly clock: Clock;
  readonly userAgent: string;
  readonly dispatchers: Dispatchers;
  readonly gate: Gate;
  /** Kinds that discovery has found, by `apiVersion/kind`. */
  readonly discovered: Map<string, { plural: string; namespaced: boolean }>;
  /** Reads the kubeconfig again, for credentials that were rotated. */
  reload(): void;
}

/** The most requests one connection has open at a time, watches aside: enough to be fast, few enough to be polite. */
const IN_FLIGHT = 10;
const SERVICE_ACCOUNT_TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount/token';
const wires = new WeakMap<Kube, Wire>();

/** A connection to one cluster as one user; the functions of this folder take it as their first argument. */
export class Kube implements AsyncDisposable {
  /** The API server's address. */
  readonly server: string;
  readonly contextName: string;
  /** The file Helm and kubectl can be given, when the connection came from one. */
  readonly kubeconfig: string | undefined;

  constructor(wire: Wire, kubeconfig: string | undefined) {
    this.server = wire.config.getCurrentCluster()?.server ?? '';
    this.contextName = wire.config.getCurrentContext();
    this.kubeconfig = kubeconfig;
    wires.set(this, wire);
  }

  /** Closes every connection to the API server; calls still open fail. */
  async close(): Promise<void> {
    await wireOf(this).dispatchers.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

/** The inner side of a connection. */
export function wireOf(kube: Kube): Wire {
  const wire = wires.get(kube);
  if (!wire) throw new TypeError('not a connection that connectKube made');
  return wire;
}

/**
 * Reads the credentials of a cluster and makes a connection that opens with the first call.
 *
 * @throws NaasError `CONFIG_INVALID` when there is no kubeconfig, or it names no such context or cluster.
 */
export async function connectKube(options: KubeOptions = {}): Promise<Kube> {
  const files = options.kubeconfig?.split(delimiter).filter(Boolean) ?? [];
  const config = load(files, options.context);
  const context = config.getCurrentContext();
  const wire: Wire = {
    config,
    clock: options.clock ?? realClock,
    userAgent: options.userAgent ?? 'naas',
    dispatchers: createDispatchers(),
    gate: createGate(IN_FLIGHT),
    discovered: new Map(),
    reload() {
      // The same context: another one may be the file's current one by now, of another cluster.
      wire.config = load(files, context);
    },
  };
  return new Kube(wire, files.length > 0 ? files.map((file) => resolve(file)).join(delimiter) : undefined);
}

function load(files: readonly string[], context: string | undefined): KubeConfig {
  const config = new KubeConfig();
  // As in kubectl, a file of several may be missing; one that is named alone may not.
  const there = files.filter((file) => existsSync(file));
  if (files.length > 0) for (const file of there.length > 0 ? there : files) merge(config, file);
  else if (existsSync(SERVICE_ACCOUNT_TOKEN)) config.loadFromCluster();
  else {
    throw new NaasError('CONFIG_INVALID', 'No kubeconfig was given, and this is not a pod in a cluster.', {
      hint: 'Set KUBECONFIG or name the file.',
    });
  }
  if (context !== undefined) config.setCurrentContext(context);
  if (!config.getCurrentCluster()) throw unknownContext(config, files);
  // client-node refuses http unless verification is off; there is nothing to verify then.
  config.clusters = config.clusters.map((cluster) =>
    cluster.server.startsWith('http:') ? { ...cluster, skipTLSVerify: true } : cluster,
  );
  return config;
}

/** Adds a file's entries to those read before it; as in kubectl, the first file to name something wins. */
function merge(config: KubeConfig, file: string): void {
  const more = new KubeConfig();
  try {
    more.loadFromFile(file);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new NaasError('CONFIG_INVALID', `The kubeconfig ${file} cannot be read: ${why}`, { cause: error });
  }
  config.clusters = [...config.clusters, ...more.clusters.filter(({ name }) => !config.getCluster(name))];
  config.users = [...config.users, ...more.users.filter(({ name }) => !config.getUser(name))];
  config.contexts = [...config.contexts, ...more.contexts.filter(({ name }) => !config.getContextObject(name))];
  if (!config.currentContext && more.currentContext) config.setCurrentContext(more.currentContext);
}

function unknownContext(config: KubeConfig, files: readonly string[]): NaasError {
  const known = config.getContexts().map(({ name }) => name);
  const wanted = config.getCurrentContext();
  const what = wanted ? `has no context "${wanted}" with a cluster` : 'has no current context';
  return new NaasError('CONFIG_INVALID', `The kubeconfig ${files.join(delimiter)} ${what}.`, {
    hint: known.length > 0 ? `It knows: ${known.join(', ')}.` : 'It holds no context at all.',
  });
}
