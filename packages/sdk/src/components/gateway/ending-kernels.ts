import type { PlannedAction, Review, ReviewContext } from '../../engine/index.ts';
import { type KubeObject, listObjects } from '../../kube/index.ts';
import { names } from '../names.ts';

/** What the gateway puts on every kernel's pod, in whatever namespace. */
const KERNELS = 'app=enterprise-gateway,component=kernel';

/**
 * Says which kernels end by a plan: the gateway keeps them in its memory, so they go with its pod. A gateway that others
 * made waits until none runs on it, and with it the front door, by which servers reach it, and the removal of what it
 * works with.
 */
export async function endingKernels(actions: readonly PlannedAction[], context: ReviewContext): Promise<Review> {
  const none: Review = { warnings: [], held: new Map() };
  const deployment = actions.find(({ subject }) => subject.kind === 'Deployment');
  const withIt = actions.filter((action) => action.verb === 'delete' || isFrontDoor(action));
  if (!deployment || !restarts(deployment)) return none;
  const kernels = await runningKernels(context);
  if (kernels.length === 0) return none;
  const who = kernels.map(({ metadata }) => metadata.name).join(', ');
  const words = `${kernels.length === 1 ? '1 running kernel' : `${kernels.length} running kernels`} (${who})`;
  if (!isOfOthers(deployment) || context.endKernels) {
    return { ...none, warnings: [`The gateway is replaced, which ends ${words}.`] };
  }
  const reason = `it would end ${words}; deploy again when none runs, or say --end-kernels`;
  const held = new Map([deployment, ...withIt].map(({ id }) => [id, reason]));
  return { held, warnings: [`The gateway that was made by hand stays for now: ${words} would end with it.`] };
}

/** The Service that servers call. */
export function isFrontDoor({ subject }: PlannedAction): boolean {
  return subject.kind === 'Service' && subject.name === names.gateway.service;
}

/** A Deployment's pod is replaced when its template changes, or when it is made anew, or goes. */
function restarts({ verb, changes }: PlannedAction): boolean {
  if (verb === 'create') return false;
  return verb === 'replace' || verb === 'delete' || changes.some(({ path }) => path.startsWith('spec.template'));
}

/** Blocked by what others hold, or about to be taken over from them. */
function isOfOthers({ verb, conflicts = [] }: PlannedAction): boolean {
  return verb === 'adopt' || verb === 'replace' || conflicts.length > 0;
}

async function runningKernels({ config, kube, signal }: ReviewContext): Promise<KubeObject[]> {
  const pod = { apiVersion: 'v1', kind: 'Pod' };
  const { namespace } = config.kernels;
  const [ours, others] = await Promise.all([
    listObjects(kube, pod, { namespace, labelSelector: selectorOf(names.kernels.selector), signal }),
    listObjects(kube, pod, { labelSelector: KERNELS, signal }),
  ]);
  const all = new Map([...ours, ...others].map((found) => [found.metadata.uid ?? found.metadata.name, found]));
  return [...all.values()].filter((found) => {
    const { phase } = (found['status'] ?? {}) as { phase?: string };
    return phase === 'Running' || phase === 'Pending';
  });
}

function selectorOf(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}
