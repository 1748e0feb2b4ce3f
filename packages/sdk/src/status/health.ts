import { isDeepStrictEqual } from 'node:util';
import type { PlatformConfig } from '../config/index.ts';
import { names } from '../components/index.ts';
import { NaasError } from '../errors.ts';
import { fetchFailure } from '../fetch-failure.ts';
import { explainPod, type Kube, type KubeObject } from '../kube/index.ts';
import { addressHealth } from './address-health.ts';
import type { Health, ServiceRow } from './platform-status.ts';

/** What asks hub and gateway themselves: a pod that runs may still not answer. */
export interface HealthSources {
  /** Resolves with what the hub says of itself, in a word or two; rejects when it does not answer. */
  readonly askHub: () => Promise<string>;
  /** Resolves with the kernelspecs the gateway offers; rejects when it does not answer. */
  readonly askGateway: () => Promise<readonly string[]>;
  readonly kube: Kube;
  readonly config: PlatformConfig;
  readonly signal: AbortSignal;
}

export interface LiveObjects {
  readonly claims: readonly KubeObject[];
  readonly pods: readonly KubeObject[];
  readonly deployments: readonly KubeObject[];
  readonly services: readonly KubeObject[];
  readonly serviceRows: readonly ServiceRow[];
}

/** Says how well each part is, in the order a person would look. */
export async function readHealth(live: LiveObjects, sources: HealthSources): Promise<Health[]> {
  const { config } = sources;
  const expected = deploymentParts(config).filter(
    (item) => !item.optional || live.deployments.some((each) => isDeploymentOf(item, each)),
  );
  const parts = await Promise.all(expected.map((item) => deploymentHealth(item, live, sources)));
  return [
    ...parts.map((health) => {
      if (health.part === LOAD_BALANCER) return addressHealth(health, live.serviceRows);
      return health.part === GUARD ? frontDoorHealth(health, live.services, config) : health;
    }),
    homesHealth(live, config),
  ];
}

const LOAD_BALANCER = 'load balancer';
const GUARD = 'guard';

interface DeploymentPart {
  readonly part: string;
  readonly namespace: string;
  /** What its Deployment is known by: its name, or a label where its chart makes up the name. */
  readonly name?: string;
  readonly label?: readonly [key: string, value: string];
  /** Whether a chart may leave it out, and nothing is said of it then. */
  readonly optional?: boolean;
}

/** What runs as a Deployment; of what the file may ask for besides, only what it does ask for. */
function deploymentParts({ hub, gateway, storage, loadBalancer }: PlatformConfig): DeploymentPart[] {
  const { provisioner } = storage;
  return [
    { part: 'hub', namespace: hub.namespace, name: names.hub.deployment },
    { part: 'proxy', namespace: hub.namespace, name: names.hub.proxy },
    { part: 'user scheduler', namespace: hub.namespace, name: names.hub.userScheduler, optional: true },
    { part: 'gateway', namespace: gateway.namespace, name: names.gateway.deployment },
    { part: GUARD, namespace: gateway.namespace, name: names.guard.name },
    ...(loadBalancer === 'none' ? [] : [releasePart(LOAD_BALANCER, names.loadBalancer.releaseLabel, loadBalancer)]),
    ...(provisioner === 'none' ? [] : [releasePart('provisioner', names.provisioner.releaseLabel, provisioner)]),
  ];
}

function releasePart(
  part: string,
  label: string,
  { namespace, release }: { readonly namespace: string; readonly release: string },
): DeploymentPart {
  return { part, namespace, label: [label, release] };
}

function isDeploymentOf({ namespace, name, label }: DeploymentPart, { metadata }: KubeObject): boolean {
  if (metadata.namespace !== namespace) return false;
  return label === undefined ? metadata.name === name : metadata.labels?.[label[0]] === label[1];
}

async function deploymentHealth(item: DeploymentPart, live: LiveObjects, sources: HealthSources): Promise<Health> {
  const { part } = item;
  const deployment = live.deployments.find((each) => isDeploymentOf(item, each));
  if (!deployment) return { part, state: 'absent', words: `the ${part} is not deployed` };
  const wanted = (deployment['spec'] as { replicas?: number }).replicas ?? 1;
  const available = (deployment['status'] as { availableReplicas?: number } | undefined)?.availableReplicas ?? 0;
  if (wanted === 0) return { part, state: 'unwell', words: `the ${part} is scaled to 0: nothing runs` };
  if (available < wanted) return unavailable(item, deployment, { live, sources });
  try {
    return { part, state: 'well', words: await answer(part, sources) };
  } catch (error) {
    sources.signal.throwIfAborted();
    const words = NaasError.is(error) ? error.message : fetchFailure(error);
    if (NaasError.is(error) && error.code === 'KUBE_FORBIDDEN') {
      return { part, state: 'unknown', words: `the ${part} runs, but may not be asked: ${words}` };
    }
    return { part, state: 'unwell', words: `the ${part} runs but does not answer: ${words}` };
  }
}

async function answer(part: string, sources: HealthSources): Promise<string> {
  if (part === 'hub') return `the hub answers (${await sources.askHub()})`;
  if (part !== 'gateway') return `the ${part} runs`;
  const offered = await sources.askGateway();
  const missing = sources.config.kernels.specs.filter((name) => !offered.includes(name));
  if (missing.length > 0) throw new Error(`it does not offer ${missing.join(', ')}`);
  return `the gateway answers and offers ${sources.config.kernels.specs.join(', ')}`;
}

/** A guard that runs guards nothing as long as servers get to the gateway by another way. */
function frontDoorHealth(health: Health, services: readonly KubeObject[], { gateway }: PlatformConfig): Health {
  if (health.state !== 'well') return health;
  const frontDoor = services.find(
    ({ metadata }) => metadata.namespace === gateway.namespace && metadata.name === names.gateway.service,
  );
  const { selector } = (frontDoor?.['spec'] ?? {}) as { selector?: Readonly<Record<string, string>> };
  if (isDeepStrictEqual(selector, names.guard.selector)) return health;
  const words = `the guard runs, but the Service ${names.gateway.service} does not lead to it: servers reach the gateway without it, or not at all`;
  return { part: GUARD, state: 'unwell', words };
}

interface PodSources {
  readonly live: LiveObjects;
  readonly sources: HealthSources;
}

async function unavailable(item: DeploymentPart, deployment: KubeObject, from: PodSources): Promise<Health> {
  const { kube, signal } = from.sources;
  const { matchLabels } = (deployment['spec'] as { selector: { matchLabels: Record<string, string> } }).selector;
  const pod = from.live.pods.find(
    ({ metadata }) =>
      metadata.namespace === item.namespace &&
      Object.entries(matchLabels).every(([key, value]) => metadata.labels?.[key] === value),
  );
  if (!pod) return { part: item.part, state: 'unwell', words: `the ${item.part} has no pod` };
  const { reason, fatal } = await explainPod(kube, pod, { signal });
  return { part: item.part, state: fatal ? 'unwell' : 'starting', words: `the ${item.part} is not ready: ${reason}` };
}

function homesHealth({ claims }: LiveObjects, config: PlatformConfig): Health {
  const wanted = [
    { namespace: config.hub.namespace, name: names.homes.servers.claim },
    { namespace: config.kernels.namespace, name: names.homes.kernels.claim },
  ];
  const found = wanted.map(({ namespace, name }) =>
    claims.find(({ metadata }) => metadata.namespace === namespace && metadata.name === name),
  );
  if (found.every((claim) => claim === undefined)) {
    return { part: 'homes', state: 'absent', words: 'the homes are not deployed' };
  }
  const unbound = found.findIndex((claim) => (claim?.['status'] as { phase?: string } | undefined)?.phase !== 'Bound');
  if (unbound >= 0) return { part: 'homes', state: 'unwell', words: `the claim ${wanted[unbound]?.name} is not bound` };
  const { server, path } = config.storage.homes.nfs;
  return { part: 'homes', state: 'well', words: `the homes are on ${server}:${path}` };
}
