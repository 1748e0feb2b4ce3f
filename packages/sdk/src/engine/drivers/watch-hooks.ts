import { setTimeout as sleep } from 'node:timers/promises';
import { NaasError } from '../../errors.ts';
import { explainPod, type Kube, type KubeObject, listObjects } from '../../kube/index.ts';

const POD = { apiVersion: 'v1', kind: 'Pod' };
const HOOK = 'helm.sh/hook';
const LOOK_MS = 2_000;

export interface HooksOptions {
  readonly kube: Kube;
  /** Where the release is, and with it what its hooks start. */
  readonly namespace: string;
  /** Told each reason that is not the one before it. */
  readonly waiting: (reason: string) => void;
  readonly signal: AbortSignal;
  /** How long between two looks, milliseconds. @default 2_000 */
  readonly lookMs?: number;
}

/**
 * Lets Helm work, and tells meanwhile what the pods wait for that it has started: Helm waits for a chart's hooks without
 * a word, and gives up without a cause (https://helm.sh/docs/topics/charts_hooks/).
 *
 * @throws what Helm's work throws, a time-out with the last reason
 */
export async function watchingHooks<T>(work: () => Promise<T>, options: HooksOptions): Promise<T> {
  const { waiting, signal, lookMs = LOOK_MS } = options;
  const before = await listPods(options).catch(() => undefined);
  // Who may not see pods deploys all the same.
  if (before === undefined) return work();
  const old = new Set(before.map(({ metadata }) => metadata.uid));
  const done = new AbortController();
  const looking = { ...options, signal: AbortSignal.any([signal, done.signal]) };
  let told: string | undefined;
  const watching = (async () => {
    for (;;) {
      await sleep(lookMs, undefined, { signal: looking.signal });
      // What cannot be seen now may be at the next look.
      const reason = await reasonOf(old, looking).catch(() => undefined);
      if (reason !== undefined && reason !== told) waiting(reason);
      told = reason ?? told;
    }
  })().catch(() => undefined);
  try {
    return await work();
  } catch (error) {
    if (!NaasError.is(error) || error.code !== 'TIMED_OUT' || told === undefined) throw error;
    const { message, subject, retryable } = error;
    throw new NaasError('TIMED_OUT', `${message.replace(/\.$/, '')}: ${told}`, {
      hint: 'Mend that, and deploy again.',
      retryable,
      ...(subject && { subject }),
      cause: error,
    });
  } finally {
    done.abort();
    await watching;
  }
}

function listPods({ kube, namespace, signal }: HooksOptions): Promise<KubeObject[]> {
  return listObjects(kube, POD, { namespace, signal });
}

/** Why one of the new pods is not ready, of those first that will not get there by themselves. */
async function reasonOf(old: ReadonlySet<unknown>, options: HooksOptions): Promise<string | undefined> {
  const { kube, signal } = options;
  const pods = (await listPods(options)).filter((pod) => !old.has(pod.metadata.uid) && isOfHelm(pod) && isAwaited(pod));
  const causes = await Promise.all(
    pods.map(async (pod) => ({ pod: pod.metadata.name, ...(await explainPod(kube, pod, { signal })) })),
  );
  const first = causes.find(({ fatal }) => fatal) ?? causes[0];
  return first && `${first.pod}: ${first.reason}`;
}

/** People's servers have no owner: the hub makes them by itself. */
function isOfHelm({ metadata }: KubeObject): boolean {
  return (metadata.ownerReferences ?? []).length > 0 || metadata.annotations?.[HOOK] !== undefined;
}

interface PodStatus {
  readonly phase?: string;
  readonly conditions?: readonly { readonly type: string; readonly status: string }[];
}

function isAwaited(pod: KubeObject): boolean {
  const { phase, conditions = [] } = (pod['status'] ?? {}) as PodStatus;
  if (phase === 'Succeeded' || pod.metadata.deletionTimestamp !== undefined) return false;
  return !conditions.some(({ type, status }) => type === 'Ready' && status === 'True');
}
