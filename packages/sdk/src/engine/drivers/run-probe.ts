import { NaasError } from '../../errors.ts';
import { inParallel } from '../../in-parallel.ts';
import { type Kube, type KubeObject, listNodes, runPod } from '../../kube/index.ts';
import type { ProbeResource } from '../resource.ts';

export interface RunProbeOptions {
  readonly signal: AbortSignal;
  /** Told each reason why the check has not ended yet. */
  readonly onReason?: (reason: string) => void;
}

const DEADLINE_MS = 150_000;
const PODS_AT_ONCE = 4;

/**
 * Runs a check to its end, by one pod or by one on each node.
 *
 * @throws NaasError in the check's own words when it fails; of a check on every node with all nodes where it does.
 */
export async function runProbe(kube: Kube, probe: ProbeResource, options: RunProbeOptions): Promise<void> {
  if (!probe.onEveryNode) {
    const failure = await failureOf(kube, probe, options);
    if (failure) throw failure;
    return;
  }
  const nodes = await nodesToCheck(kube, options);
  const failures = await inParallel(nodes, PODS_AT_ONCE, async (node) => {
    const pinned = { ...probe, pod: pinnedTo(node, probe.pod) };
    const onReason = (reason: string) => options.onReason?.(`${node}: ${reason}`);
    return { node, error: await failureOf(kube, pinned, { ...options, onReason }) };
  });
  const failed = failures.flatMap(({ node, error }) => (error ? [{ node, error }] : []));
  if (failed.length > 0) throw joined(failed, nodes.length);
}

async function failureOf(kube: Kube, probe: ProbeResource, options: RunProbeOptions): Promise<NaasError | undefined> {
  const { succeeded, reason, output } = await runPod(kube, probe.pod, { ...options, deadlineMs: DEADLINE_MS });
  return succeeded ? undefined : probe.explain({ reason, output });
}

/** A node that is down would only let the check wait: what runs on it is lost for now anyway. */
async function nodesToCheck(kube: Kube, { signal }: RunProbeOptions): Promise<string[]> {
  const nodes = (await listNodes(kube, { signal })).filter(({ ready, schedulable }) => ready && schedulable);
  if (nodes.length > 0) return nodes.map(({ name }) => name);
  throw new NaasError('COMPONENT_NOT_READY', 'The cluster has no node that is ready and takes pods.', {
    hint: 'Look: kubectl get nodes',
  });
}

/** Puts a pod on one node as a DaemonSet does: past all taints, but not past the scheduler. */
function pinnedTo(node: string, pod: KubeObject): KubeObject {
  const term = { matchFields: [{ key: 'metadata.name', operator: 'In', values: [node] }] };
  const required = { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] } };
  return {
    ...pod,
    metadata: { ...pod.metadata, name: `${pod.metadata.name}-${node}` },
    spec: { ...(pod['spec'] as object), affinity: { nodeAffinity: required }, tolerations: [{ operator: 'Exists' }] },
  };
}

interface FailedNode {
  readonly node: string;
  readonly error: NaasError;
}

/** One error for all nodes: those with the same way out, which fail for the same cause, share a line. */
function joined(failed: readonly FailedNode[], nodes: number): NaasError {
  const { code, subject } = failed[0]?.error ?? {};
  const hints = [...new Set(failed.map(({ error }) => error.hint))];
  const lines = hints.map((hint) => {
    const alike = failed.filter(({ error }) => error.hint === hint);
    return `On ${whichNodes(alike, nodes)}: ${alike[0]?.error.message}`;
  });
  return new NaasError(code ?? 'COMPONENT_NOT_READY', lines.join('\n'), {
    ...(hints.some(Boolean) ? { hint: hints.filter(Boolean).join('\n') } : {}),
    ...(subject ? { subject } : {}),
    cause: failed[0]?.error,
  });
}

const MOST_NAMES = 5;

function whichNodes(failed: readonly FailedNode[], nodes: number): string {
  const names = failed.map(({ node }) => node);
  if (names.length <= MOST_NAMES) return names.join(', ');
  return `${names.length} of ${nodes} nodes (${names.slice(0, MOST_NAMES).join(', ')} and others)`;
}
