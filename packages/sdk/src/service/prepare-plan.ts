import { components } from '../components/index.ts';
import type { PlatformConfig } from '../config/index.ts';
import {
  type ComponentContext,
  type Credentials,
  type DriverContext,
  fingerprintWithout,
  type Intent,
  type Inventory,
  type LiveObjects,
  makePlan,
  manifest,
  objectsOf,
  type Plan,
  type PlanOptions,
  type PreparedPlan,
  readLiveObjects,
  readSnapshot,
  servedOnly,
  type Snapshot,
  wantedResources,
  type WantedResource,
} from '../engine/index.ts';
import { NaasError } from '../errors.ts';
import type { Helm } from '../helm/index.ts';
import { getObject, type Kube } from '../kube/index.ts';
import { ownerLabels } from '../resources/index.ts';
import { loadCredentials } from './stored-credentials.ts';

/** What planning works with. */
export interface PlanSources {
  readonly kube: Kube;
  readonly config: PlatformConfig;
  readonly helm: () => Promise<Helm>;
  readonly guardBundle: () => Promise<string>;
  /** Secrets taken where none is stored yet: the same for a plan and its apply. */
  readonly made: Credentials;
  /** Undefined where nothing was ever applied. */
  readonly inventory: Inventory | undefined;
  readonly signal: AbortSignal;
}

/** Plans to make the platform as the file says, or as a run left it, with all that is needed to do so. */
export async function preparePlan(
  intent: Exclude<Intent, 'destroy'>,
  options: PlanOptions,
  sources: PlanSources,
): Promise<PreparedPlan> {
  const { kube, made, signal, helm, guardBundle, inventory } = sources;
  const goingBack = options.run === undefined ? undefined : await runToGoBackTo(options.run, sources);
  const { config } = goingBack ?? sources;
  const { credentials, unstored } = await loadCredentials(kube, { config, made, signal });
  const context: ComponentContext = { config, credentials, helm, guardBundle, signal };
  const all = goingBack?.wanted ?? (await wantedByFile(intent, context, kube));
  const { wanted, notes } = await servedOnly(all, { kube, signal });
  const driver: DriverContext = {
    kube,
    helm,
    inventory,
    live: await readLive(wanted, sources),
    fingerprint: fingerprintWithout(unstored),
    takeOver: options.takeOver === true || intent === 'adopt',
    now: Date.now,
    signal,
  };
  const plan = await makePlan({ config, intent, options, components, wanted, notes }, driver);
  return { plan, wanted, driver, ready: { ...context, kube } };
}

async function wantedByFile(intent: Intent, context: ComponentContext, kube: Kube): Promise<WantedResource[]> {
  const wanted = await wantedResources(components, context);
  return intent === 'adopt' ? [...wanted, ...(await superseded(context, kube))] : wanted;
}

/** What an installation made by hand leaves over is labelled at first, and removed by the deploy that needs it no more. */
async function superseded({ config, signal }: ComponentContext, kube: Kube): Promise<WantedResource[]> {
  const refs = components.flatMap(({ id, supersedes }) =>
    (supersedes?.({ config }) ?? []).map((ref) => ({ component: id, ref })),
  );
  const found = await Promise.all(
    refs.map(async ({ component, ref }): Promise<WantedResource[]> => {
      if (!(await getObject(kube, ref, { signal }))) return [];
      const { apiVersion, kind, ...name } = ref;
      const labels = ownerLabels({ platform: config.metadata.name, component });
      const object = { apiVersion, kind, metadata: { ...name, labels } };
      return [{ component, resource: { ...manifest(object), superseded: true } }];
    }),
  );
  return found.flat();
}

/** Gives a plan to take the platform down the form of the others: it wants nothing. */
export async function preparedDestroy(plan: Plan, sources: PlanSources): Promise<PreparedPlan> {
  const { kube, config, helm, guardBundle, made, inventory, signal } = sources;
  const driver: DriverContext = {
    kube,
    helm,
    inventory,
    live: await readLive([], sources),
    fingerprint: fingerprintWithout({}),
    takeOver: false,
    now: Date.now,
    signal,
  };
  return { plan, wanted: [], driver, ready: { config, credentials: made, helm, guardBundle, kube, signal } };
}

async function readLive(
  wanted: readonly WantedResource[],
  { kube, config, inventory, signal }: PlanSources,
): Promise<LiveObjects> {
  return readLiveObjects(kube, objectsOf(wanted, inventory), { platform: config.metadata.name, signal });
}

async function runToGoBackTo(run: number, { kube, config, signal }: PlanSources): Promise<Snapshot> {
  const snapshot = await readSnapshot(kube, run, { signal });
  const hint = 'See which runs there are: naas history';
  if (!snapshot) throw new NaasError('USAGE', `Run ${run} is not on record.`, { hint });
  if (snapshot.wanted.length === 0) {
    throw new NaasError('USAGE', `Run ${run} took the platform down: there is nothing to go back to.`, { hint });
  }
  if (snapshot.config.metadata.name === config.metadata.name) return snapshot;
  throw new NaasError('USAGE', `Run ${run} was one of the platform ${snapshot.config.metadata.name}.`, { hint });
}
