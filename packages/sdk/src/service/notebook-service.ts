import { builtInGuardBundle, components, listedKernelspecs, names } from '../components/index.ts';
import type { PlatformConfig } from '../config/index.ts';
import { type ApplyEvent, applyPlan, type AtWork, listRuns, type Plan, readLease, type Run } from '../engine/index.ts';
import { findHelm, type Helm } from '../helm/index.ts';
import { connectKube, type Kube, type KubeObject, type KubeOptions } from '../kube/index.ts';
import { deployerRbac, preflight, type PreflightReport } from '../preflight/index.ts';
import { type PlatformStatus, readStatus } from '../status/index.ts';
import type {
  AdoptCallOptions,
  ApplyCallOptions,
  DestroyCallOptions,
  OpenHubOptions,
  PlanCallOptions,
  PreflightCallOptions,
  RbacCallOptions,
  RollbackCallOptions,
  ServiceCallOptions,
} from './call-options.ts';
import { type Endpoint, Endpoints } from './endpoint.ts';
import { type KernelspecReport, readKernelspecReport } from './kernelspec-report.ts';
import { peoplesPodsAndData } from './peoples-pods-and-data.ts';
import { type PlatformDrift, readDrift } from './platform-drift.ts';
import { Planner } from './planner.ts';
import { previousRun } from './previous-run.ts';
import { requireCredentials } from './stored-credentials.ts';
import { thisProcess } from './this-process.ts';
import { usualKubeconfig } from './usual-kubeconfig.ts';

export interface NotebookServiceOptions {
  readonly config: PlatformConfig;
  /** Which cluster. @default the one kubectl would use: `KUBECONFIG`, `~/.kube/config`, or the pod's own account */
  readonly kube?: KubeOptions;
  /** Where `KUBECONFIG`, `PATH` for Helm, and proxies come from. @default process.env */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** The guard's program, as the text of one file. @default the one that comes with this package */
  readonly guardBundle?: string;
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
  readonly #planner: Planner;
  #helm: Promise<Helm> | undefined;

  private constructor(options: NotebookServiceOptions, kube: Kube) {
    this.config = options.config;
    this.kube = kube;
    this.#options = options;
    this.#endpoints = new Endpoints(kube);
    const { guardBundle } = options;
    this.#planner = new Planner({
      kube,
      config: this.config,
      helm: (signal) => this.#findHelm(signal),
      guardBundle: guardBundle === undefined ? builtInGuardBundle : async () => guardBundle,
    });
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
  plan(options: PlanCallOptions = {}): Promise<Plan> {
    return this.#planner.plan('deploy', options);
  }

  /**
   * Plans to take over an installation made by hand: as {@link plan}, but what others hold is taken over, nothing is
   * deleted, and what would end people's kernels waits.
   */
  planAdopt(options: AdoptCallOptions = {}): Promise<Plan> {
    return this.#planner.plan('adopt', options);
  }

  /**
   * Plans to go back to what an earlier run wanted: charts, values, manifests and kernelspecs.
   *
   * @throws NaasError `USAGE` when that run is not on record, or there is none before the last one.
   */
  async planRollback(options: RollbackCallOptions = {}): Promise<Plan> {
    const run = options.run ?? (await previousRun(this.kube, signalOf(options)));
    return this.#planner.plan('rollback', { ...options, run });
  }

  /**
   * Looks for all that a deploy would fail on, and tells it at once. Sends nothing that persists, and with `share` runs
   * pods that are removed again.
   */
  async preflight(options: PreflightCallOptions = {}): Promise<PreflightReport> {
    const signal = signalOf(options);
    const refuseOtherPlatform = () => this.#planner.refuseOtherPlatform(signal);
    return preflight(this.kube, { ...options, ...(await this.#planner.needs(signal)), refuseOtherPlatform });
  }

  /** Writes the roles that somebody needs to deploy and operate this platform. Does not ask the cluster. */
  async rbac(options: RbacCallOptions = {}): Promise<KubeObject[]> {
    return deployerRbac({ ...options, ...(await this.#planner.needs(signalOf(options))) });
  }

  /**
   * Plans to publish the kernelspecs again, whether or not they changed.
   *
   * @throws NaasError `COMPONENT_NOT_READY` when no platform is deployed, which would have nowhere to put them.
   */
  async planKernelspecs(options: ServiceCallOptions = {}): Promise<Plan> {
    await requireCredentials(this.kube, signalOf(options));
    return this.#planner.plan('deploy', { ...options, kernelspecsOnly: true });
  }

  /**
   * Plans to remove the platform. Homes, the hub's database and the credentials to read it stay, unless `deleteData` says
   * that they go as well.
   *
   * @throws NaasError `PLAN_BLOCKED` when the cluster has a platform of another name.
   */
  planDestroy(options: DestroyCallOptions = {}): Promise<Plan> {
    return this.#planner.plan('destroy', options);
  }

  /**
   * Does exactly what a plan says and tells how it goes; iterate to make it go on. An abort stops between two steps.
   *
   * @throws NaasError `PLAN_MOVED`, with nothing changed, when the world is not as the plan has seen it; `PLATFORM_BUSY`
   * when another changes the platform; the cause when a step fails: what was done stays, and a new plan goes on from there.
   */
  async *apply(plan: Plan, options: ApplyCallOptions = {}): AsyncGenerator<ApplyEvent, void> {
    const signal = signalOf(options);
    yield* applyPlan(plan, {
      kube: this.kube,
      components,
      prepare: () => this.#planner.prepare(plan.intent, plan.options, signal),
      removal: { helm: () => this.#findHelm(signal), ...peoplesPodsAndData(this.config) },
      holder: { ...thisProcess(), ...(options.who === undefined ? {} : { who: options.who }), purpose: plan.intent },
      signal,
    });
  }

  /** Lists what was done to the platform, the latest first: the last ten runs. */
  history(options: ServiceCallOptions = {}): Promise<Run[]> {
    return listRuns(this.kube, { signal: signalOf(options) });
  }

  /** Reads who changes the platform right now; undefined when nobody does. */
  holder(options: ServiceCallOptions = {}): Promise<AtWork | undefined> {
    return readLease(this.kube, { signal: signalOf(options) });
  }

  /** Reads what others have changed since the last run, field by field, and who it was as far as the cluster tells. */
  drift(options: ServiceCallOptions = {}): Promise<PlatformDrift> {
    const signal = signalOf(options);
    return readDrift({ kube: this.kube, helm: () => this.#findHelm(signal), signal });
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
    const openGateway = () => this.#openBackend(signal);
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

  /** Opens the gateway to this machine, through the guard, as an operator: to list and stop the kernels of all. */
  async openGateway(options: ServiceCallOptions = {}): Promise<Endpoint> {
    const signal = signalOf(options);
    const { guardToken } = await requireCredentials(this.kube, signal);
    return this.#openService(names.gateway.service, { token: guardToken, signal });
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
    if (!response.ok) {
      await response.body?.cancel();
      throw new Error(`status ${response.status}`);
    }
    const { version } = (await response.json()) as { version?: string };
    return `JupyterHub ${version ?? 'of unknown version'}`;
  }

  async #offeredKernelspecs(signal: AbortSignal): Promise<readonly string[]> {
    await using gateway = await this.#openBackend(signal);
    const listing = await listedKernelspecs(gateway, signal);
    if ('error' in listing) throw new Error(listing.error);
    return listing.names;
  }

  /** Opens the gateway itself, to see what it is like whatever becomes of the guard. */
  async #openBackend(signal: AbortSignal): Promise<Endpoint> {
    const { backendToken } = await requireCredentials(this.kube, signal);
    return this.#openService(names.gateway.backend, { token: backendToken, signal });
  }

  #openService(service: string, options: { readonly token: string; readonly signal: AbortSignal }): Promise<Endpoint> {
    const { namespace } = this.config.gateway;
    return this.#endpoints.open({ namespace, service, port: names.gateway.port, ...options });
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
