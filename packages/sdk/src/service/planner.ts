import { components } from '../components/index.ts';
import type { PlatformConfig } from '../config/index.ts';
import {
  completeCredentials,
  type Intent,
  type Plan,
  planDestroy,
  type PlanOptions,
  type PreparedPlan,
  readInventory,
  wantedResources,
} from '../engine/index.ts';
import type { Helm } from '../helm/index.ts';
import type { Kube } from '../kube/index.ts';
import type { PreflightOptions } from '../preflight/index.ts';
import { peoplesPodsAndData } from './peoples-pods-and-data.ts';
import { preparedDestroy, preparePlan } from './prepare-plan.ts';
import { refuseSecondPlatform } from './refuse-second-platform.ts';

/** What a planner works with. */
export interface PlannerParts {
  readonly kube: Kube;
  readonly config: PlatformConfig;
  readonly helm: (signal: AbortSignal) => Promise<Helm>;
  /** Gives the program of the guard. */
  readonly guardBundle: () => Promise<string>;
}

/** Plans for one platform, and plans again when a plan is to be applied. */
export class Planner {
  readonly #parts: PlannerParts;
  /** Made once, so that plan and apply agree on secrets that are not stored yet. */
  readonly #made = completeCredentials({});

  constructor(parts: PlannerParts) {
    this.#parts = parts;
  }

  /** Plans for an intent. Sends nothing that persists. */
  async plan(intent: Intent, options: PlanOptions & { readonly signal?: AbortSignal }): Promise<Plan> {
    const { signal = new AbortController().signal, ...asked } = options;
    return (await this.prepare(intent, asked, signal)).plan;
  }

  /** Plans with all that is needed to do what the plan says. */
  async prepare(intent: Intent, options: PlanOptions, signal: AbortSignal): Promise<PreparedPlan> {
    const { kube, config, guardBundle } = this.#parts;
    const helm = () => this.#parts.helm(signal);
    const inventory = await readInventory(kube, { signal });
    const sources = { kube, config, helm, guardBundle, made: this.#made, inventory, signal };
    const destroy = { kube, helm, inventory, ...peoplesPodsAndData(config), signal };
    const planDestroyOf = (platform: string) => planDestroy(platform, options, destroy);
    const { name } = config.metadata;
    await refuseSecondPlatform(kube, { name, inventory, planDestroy: planDestroyOf, signal });
    if (intent === 'destroy') return preparedDestroy(await planDestroyOf(name), sources);
    return preparePlan(intent, options, sources);
  }

  /** @throws NaasError `PLAN_BLOCKED` when the cluster has a platform of another name. */
  async refuseOtherPlatform(signal: AbortSignal): Promise<void> {
    const { kube, config } = this.#parts;
    const inventory = await readInventory(kube, { signal });
    const helm = () => this.#parts.helm(signal);
    const destroy = { kube, helm, inventory, ...peoplesPodsAndData(config), signal };
    const planDestroyOf = (platform: string) => planDestroy(platform, {}, destroy);
    await refuseSecondPlatform(kube, { name: config.metadata.name, inventory, planDestroy: planDestroyOf, signal });
  }

  /** What is wanted, by secrets made up here: nobody has to be let into the cluster to know the kinds of things. */
  async needs(signal: AbortSignal): Promise<Pick<PreflightOptions, 'config' | 'wanted' | 'helm' | 'signal'>> {
    const { config, guardBundle } = this.#parts;
    const helm = () => this.#parts.helm(signal);
    const context = { config, credentials: this.#made, helm, guardBundle, signal };
    const wanted = await wantedResources(components, context);
    return { config, wanted, helm, signal };
  }
}
