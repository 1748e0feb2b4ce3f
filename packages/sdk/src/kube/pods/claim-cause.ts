import { z } from 'zod';
import type { Kube } from '../connection.ts';
import type { CallOptions } from '../object.ts';
import { listEvents } from '../objects/events.ts';
import { getObject } from '../objects/read.ts';
import type { Pod } from './pod-shape.ts';

const ClaimShape = z.object({
  spec: z.object({ storageClassName: z.string().nullish() }).prefault({}),
  status: z.object({ phase: z.string().default('Pending') }).prefault({}),
});

/** Finds the first claim of a pod that keeps it waiting, and why that claim is not bound. */
export async function claimCause(kube: Kube, pod: Pod, options: CallOptions): Promise<string | undefined> {
  const { namespace } = pod.metadata;
  for (const { persistentVolumeClaim } of pod.spec.volumes ?? []) {
    if (!persistentVolumeClaim) continue;
    const name = persistentVolumeClaim.claimName;
    const ref = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name, namespace };
    const found = await getObject(kube, ref, options);
    if (!found) return `claim ${name} does not exist`;
    const { spec, status } = ClaimShape.parse(found);
    if (status.phase === 'Bound') continue;
    if (status.phase === 'Lost') return `claim ${name} is Lost: its volume was deleted`;
    return `claim ${name} is ${status.phase}: ${await whyUnbound(kube, { ...ref, uid: found.metadata.uid }, { ...options, className: spec.storageClassName })}`;
  }
  return undefined;
}

async function whyUnbound(
  kube: Kube,
  claim: { name: string; namespace: string; uid: string | undefined },
  { className, ...call }: CallOptions & { className: string | null | undefined },
): Promise<string> {
  const { namespace, uid } = claim;
  const events = uid === undefined ? [] : await listEvents(kube, { ...call, namespace, uid });
  const said = (events.findLast(({ type }) => type === 'Warning') ?? events.at(-1))?.message;
  const missing = className ? '' : 'no storage class, and ';
  return said ?? `${missing}no volume fits it`;
}
