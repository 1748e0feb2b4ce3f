import { z } from 'zod';

/** A kernel's pod, as far as it says whose the kernel is and how it is. */
export interface KernelPod {
  readonly uid: string;
  readonly podName: string;
  readonly kernelId: string;
  /** The person's name from the annotation, and the home from the label; the launcher writes both. */
  readonly person: string;
  readonly home: string;
  readonly createdAt: number;
  /** Why its container does not run yet, in the cluster's words. */
  readonly waiting?: string;
}

const USER = 'naas.dev/user';

const podSchema = z.object({
  metadata: z.object({
    uid: z.string(),
    name: z.string(),
    creationTimestamp: z.string(),
    labels: z.record(z.string(), z.string()).default({}),
    annotations: z.record(z.string(), z.string()).default({}),
  }),
  status: z
    .object({
      conditions: z
        .array(z.object({ type: z.string(), status: z.string(), message: z.string().optional() }))
        .default([]),
      containerStatuses: z
        .array(
          z.object({
            state: z
              .object({
                waiting: z.object({ reason: z.string().optional(), message: z.string().optional() }).optional(),
              })
              .default({}),
          }),
        )
        .default([]),
    })
    .default({ conditions: [], containerStatuses: [] }),
});

/** Reads a pod from the API; undefined when it is no kernel's, or nobody's. */
export function kernelPodOf(object: unknown): KernelPod | undefined {
  const { data } = podSchema.safeParse(object);
  if (!data) return undefined;
  const { metadata, status } = data;
  const kernelId = metadata.labels['kernel_id'];
  const home = metadata.labels[USER];
  const person = metadata.annotations[USER];
  if (kernelId === undefined || home === undefined || person === undefined) return undefined;
  const waiting = whyWaiting(status);
  return {
    uid: metadata.uid,
    podName: metadata.name,
    kernelId,
    person,
    home,
    createdAt: Date.parse(metadata.creationTimestamp),
    ...(waiting !== undefined && { waiting }),
  };
}

/** Reasons that every start goes through. */
const USUAL = new Set(['ContainerCreating', 'PodInitializing']);

function whyWaiting({ conditions, containerStatuses }: z.output<typeof podSchema>['status']): string | undefined {
  const unplaced = conditions.find(({ type, status }) => type === 'PodScheduled' && status === 'False');
  if (unplaced?.message !== undefined) return unplaced.message;
  for (const { state } of containerStatuses) {
    const { reason, message } = state.waiting ?? {};
    if (reason !== undefined && !USUAL.has(reason)) return message === undefined ? reason : `${reason}: ${message}`;
  }
  return undefined;
}
