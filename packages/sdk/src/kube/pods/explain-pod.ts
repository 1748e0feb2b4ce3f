import type { Kube } from '../connection.ts';
import { NaasError } from '../../errors.ts';
import type { CallOptions, KubeObject } from '../object.ts';
import { listEvents } from '../objects/events.ts';
import type { KubeEvent } from '../objects/events.ts';
import { claimCause } from './claim-cause.ts';
import { causeOf } from './pod-cause.ts';
import type { Cause } from './pod-cause.ts';
import { PodShape } from './pod-shape.ts';
import type { Pod } from './pod-shape.ts';

/** Says why a pod is not ready or not finished, from its containers, its events and the claims it waits for. */
export async function explainPod(kube: Kube, pod: KubeObject, options: CallOptions = {}): Promise<Cause> {
  const shape = PodShape.parse(pod);
  const { namespace, uid, name } = shape.metadata;
  const whose = uid === undefined ? { name, kind: 'Pod' } : { uid };
  return explainWith(kube, shape, { ...options, events: await listEvents(kube, { ...options, namespace, ...whose }) });
}

/** As {@link explainPod}, with the events already at hand. */
export async function explainWith(
  kube: Kube,
  pod: Pod,
  options: CallOptions & { readonly events: readonly KubeEvent[] },
): Promise<Cause> {
  const { events, ...call } = options;
  const cause = causeOf(pod, events);
  const scheduled = pod.status.conditions.some(({ type, status }) => type === 'PodScheduled' && status === 'True');
  if (pod.status.phase !== 'Pending' || scheduled) return cause;
  try {
    const claim = await claimCause(kube, pod, call);
    return claim === undefined ? cause : { reason: claim, fatal: false };
  } catch (error) {
    // Who may not read claims still gets the scheduler's words.
    if (NaasError.is(error) && error.code === 'KUBE_FORBIDDEN') return cause;
    throw error;
  }
}
