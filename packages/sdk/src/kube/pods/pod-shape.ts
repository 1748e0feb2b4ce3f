import { z } from 'zod';

const Ended = z.object({ exitCode: z.number(), reason: z.string().default(''), message: z.string().default('') });

const Container = z.object({
  name: z.string(),
  image: z.string().default(''),
  ready: z.boolean().default(false),
  state: z
    .object({
      waiting: z.object({ reason: z.string().default(''), message: z.string().default('') }).optional(),
      running: z.looseObject({}).optional(),
      terminated: Ended.optional(),
    })
    .prefault({}),
  lastState: z.object({ terminated: Ended.optional() }).prefault({}),
});

/** The part of a pod that tells how it is. */
export const PodShape = z.object({
  metadata: z.object({
    name: z.string(),
    namespace: z.string().default('default'),
    uid: z.string().optional(),
    deletionTimestamp: z.string().optional(),
  }),
  spec: z
    .object({
      volumes: z.array(z.object({ persistentVolumeClaim: z.object({ claimName: z.string() }).optional() })).nullish(),
    })
    .prefault({}),
  status: z
    .object({
      phase: z.string().default('Pending'),
      reason: z.string().default(''),
      message: z.string().default(''),
      conditions: z
        .array(z.object({ type: z.string(), status: z.string(), message: z.string().default('') }))
        .default([]),
      initContainerStatuses: z.array(Container).default([]),
      containerStatuses: z.array(Container).default([]),
    })
    .prefault({}),
});

export type Pod = z.infer<typeof PodShape>;
export type ContainerStatus = z.infer<typeof Container>;

/** Tells whether a pod takes traffic. */
export function isReady(pod: Pod): boolean {
  if (pod.metadata.deletionTimestamp !== undefined) return false;
  return pod.status.conditions.some(({ type, status }) => type === 'Ready' && status === 'True');
}

/** Tells whether all of a pod's containers have ended for good. */
export function isFinished(pod: Pod): boolean {
  return pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed';
}
