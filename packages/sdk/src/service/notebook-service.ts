import { components, listedKernelspecs, names } from '../components/index.ts';
import type { PlatformConfig } from '../config/index.ts';
import {
  type ApplyEvent,
  applyDestroy,
  applyPlan,
  completeCredentials,
  type ComponentContext,
  type DestroyContext,
  type DriverContext,
  makePlan,
  type Plan,
  planDestroy,
  readRecords,
  wantedResources,
} from '../engine/index.ts';
import { findHelm, type Helm } from '../helm/index.ts';
import { connectKube, type Kube, type KubeOptions } from '../kube/index.ts';
import { type PlatformStatus, readStatus } from '../status/index.ts';
import { type Endpoint, Endpoints } from './endpoint.ts';
import { type KernelspecReport, readKernelspecReport } from './kernelspec-report.ts';
import { refuseSecondPlatform } from './refuse-second-platform.ts';
import { loadCredentials, requireCredentials } from './stored-credentials.ts';
import { usualKubeconfig } from './usual-kubeconfig.ts';

export interface NotebookServiceOptions {
  readonly config: PlatformConfig;
  /** Which cluster. @default the one kubectl would use: `KUBECONFIG`, `~/.kube/config`, or the pod's own account */
  readonly kube?: KubeOptions;
  /** Where `KUBECONFIG`, `PATH` for Helm, and proxies come from. @default process.env */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

export interface ServiceCallOptions {
  /** Ends the call; what an apply has done stays, and a new plan goes on from there. */
  readonly signal?: AbortSignal;
}

export interface OpenHubOptions extends ServiceCallOptions {
  /** `operator` lists people and starts or stops servers; `proof` may do everything, for the proof's person only. */
  readonly as: 'operator' | 'proof';
}

/**
 * One platform on one cluster: what its file wants, what is there, and what makes the two agree.
 *
 * @example
 * ```ts
 * await using service = await NotebookService.connect({ config: await loadConfig('naas.yaml') });
 * const plan = await service.plan();
 * for await (const event of service.apply(plan)) console.log(event);
 * ```
 */
export class NotebookService implements AsyncDisposable {
  readonly config: PlatformConfig;
  readonly kube: Kube;
  readonly #options: NotebookServiceOptions;
  readonly #endpoints: Endpoints;
  /** Made once, so that plan and apply agree on secrets that are not stored yet. */
  readonly #made = completeCredentials({});
  #helm: Promise<Helm> | undefined;

  private constructor(options: NotebookServiceOptions, kube: Kube) {
    this.config = options.config;
    this.kube = kube;
    this.#options = options;
    this.#endpoints = new Endpoints(kube);
  }

  /** Reads the kubeconfig; the first call connects. @throws NaasError `CONFIG_INVALID` when there is none to use. */
  static async connect(options: NotebookServiceOptions): Promise<NotebookService> {
    const environment = options.environment ?? process.env;
    const kubeconfig = options.kube?.kubeconfig ?? usualKubeconfig(environment);
    const kube = await connectKube({ ...options.kube, ...(kubeconfig === undefined ? {} : { kubeconfig }) });
    return new NotebookService({ ...options, environment }, kube);
  }

  /**
   * Compares what the file wants with the cluster. Sends nothing that persists.
   *
   * @throws NaasError `PLAN_BLOCKED` when the cluster has a platform of another name.
   */
  async plan(options: ServiceCallOptions = {}): Promise<Plan> {
    const signal = signalOf(options);
    await this.#refuseSecond(signal);
    const wanted = await wantedResources(components, await this.#componentContext(signal));
    return makePlan(this.config.metadata.name, wanted, await this.#driverContext(signal));
  }

  /**
   * Plans to publish the kernelspecs again, whether or not they changed.
   *
   * @throws NaasError `COMPONENT_NOT_READY` when no platform is deployed, which would have nowhere to put them.
   */
  async planKernelspecs(options: ServiceCallOptions = {}): Promise<Plan> {
    await requireCredentials(this.kube, signalOf(options));
    const plan = await this.plan(options);
    const actions = plan.actions
      .filter(({ driver }) => driver === 'files')
      .map((action) => (action.verb === 'noop' ? { ...action, verb: 'update' as const } : action));
    return { ...plan, actions };
  }

  /**
   * Plans to remove the platform and keep all data: homes, the hub's database, the credentials to read it.
   *
   * @throws NaasError `PLAN_BLOCKED` when the cluster has a platform of another name.
   */
  async planDestroy(options: ServiceCallOptions = {}): Promise<Plan> {
    const signal = signalOf(options);
    await this.#refuseSecond(signal);
    return planDestroy(this.config.metadata.name, this.#destroyContext(signal));
  }

  /**
   * Does what a plan says and tells how it goes; iterate to make it go on.
   *
   * @throws NaasError with the cause when a step fails; what was done stays, and a new plan goes on from there.
   */
  async *apply(plan: Plan, options: ServiceCallOptions = {}): AsyncGenerator<ApplyEvent, void> {
    const signal = signalOf(options);
    if (plan.intent === 'destroy') {
      yield* applyDestroy(plan, this.#destroyContext(signal));
      return;
    }
    const context = await this.#componentContext(signal);
    const wanted = await wantedResources(components, context);
    const driver = await this.#driverContext(signal);
    yield* applyPlan(plan, { components, wanted, driver, ready: { ...context, kube: this.kube, signal } });
  }

  /** Reads how well the platform is, and the five views of it: volumes, claims, services, pods, releases. */
  async status(options: ServiceCallOptions = {}): Promise<PlatformStatus> {
    const signal = signalOf(options);
    return readStatus({
      kube: this.kube,
      config: this.config,
      signal,
      askHub: () => this.#hubVersion(signal),
      askGateway: () => this.#offeredKernelspecs(signal),
    });
  }

  /** Compares the kernelspecs of the file, of the share and of the gateway. */
  async kernelspecs(options: ServiceCallOptions = {}): Promise<KernelspecReport> {
    const signal = signalOf(options);
    const openGateway = () => this.openGateway({ signal });
    return readKernelspecReport(this.kube, { config: this.config, openGateway, signal });
  }

  /** Opens the hub to this machine, with the token of one of the platform's services in it. */
  async openHub(options: OpenHubOptions): Promise<Endpoint> {
    const signal = signalOf(options);
    const { operatorToken, proofToken } = await requireCredentials(this.kube, signal);
    return this.#endpoints.open({
      namespace: this.config.hub.namespace,
      service: names.hub.publicService,
      port: 80,
      token: options.as === 'operator' ? operatorToken : proofToken,
      signal,
    });
  }

  /** Opens the gateway itself to this machine. */
  async openGateway(options: ServiceCallOptions = {}): Promise<Endpoint> {
    const signal = signalOf(options);
    const { gatewayToken } = await requireCredentials(this.kube, signal);
    return this.#endpoints.open({
      namespace: this.config.gateway.namespace,
      service: names.gateway.backend,
      port: names.gateway.port,
      token: gatewayToken,
      signal,
    });
  }

  async close(): Promise<void> {
    const helm = await this.#helm?.catch(() => undefined);
    await helm?.close();
    await this.kube.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #hubVersion(signal: AbortSignal): Promise<string> {
    await using hub = await this.openHub({ as: 'operator', signal });
    const response = await fetch(`${hub.url}/hub/api/`, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(5_000)]),
    });
    if (!response.ok) throw new Error(`status ${response.status}`);
    const { version } = (await response.json()) as { version?: string };
    return `JupyterHub ${version ?? 'of unknown version'}`;
  }

  async #offeredKernelspecs(signal: AbortSignal): Promise<readonly string[]> {
    await using gateway = await this.openGateway({ signal });
    const listing = await listedKernelspecs(gateway, signal);
    if ('error' in listing) throw new Error(listing.error);
    return listing.names;
  }

  async #componentContext(signal: AbortSignal): Promise<ComponentContext> {
    const { config } = this;
    return { config, credentials: await loadCredentials(this.kube, { config, made: this.#made, signal }) };
  }

  #refuseSecond(signal: AbortSignal): Promise<void> {
    const context = this.#destroyContext(signal);
    const { name } = this.config.metadata;
    return refuseSecondPlatform(this.kube, { name, planDestroy: (there) => planDestroy(there, context), signal });
  }

  async #driverContext(signal: AbortSignal): Promise<DriverContext> {
    const records = await readRecords(this.kube, { signal });
    return { kube: this.kube, helm: () => this.#findHelm(signal), records, signal };
  }

  #destroyContext(signal: AbortSignal): DestroyContext {
    const leftBehind = components.flatMap(({ id, leavesBehind }) =>
      (leavesBehind?.({ config: this.config }) ?? []).map((pods) => ({ ...pods, component: id })),
    );
    return { kube: this.kube, helm: () => this.#findHelm(signal), leftBehind, signal };
  }

  #findHelm(signal: AbortSignal): Promise<Helm> {
    const { binary } = this.config.helm;
    const { kubeconfig } = this.kube;
    this.#helm ??= findHelm({
      ...(binary === undefined ? {} : { binary }),
      // In a pod there is no kubeconfig, so no context either: Helm finds the service account itself.
      ...(kubeconfig === undefined ? {} : { kubeconfig, context: this.kube.contextName }),
      environment: this.#options.environment ?? {},
      signal,
    });
    this.#helm.catch(() => (this.#helm = undefined));
    return this.#helm;
  }
}

function signalOf(options: ServiceCallOptions): AbortSignal {
  return options.signal ?? new AbortController().signal;
}
