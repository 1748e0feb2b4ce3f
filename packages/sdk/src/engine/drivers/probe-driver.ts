import { runPod } from '../../kube/index.ts';
import { type ResourceDriver, unchanged } from './driver.ts';
import { digest } from '../records.ts';
import type { ProbeResource } from '../resource.ts';

const DEADLINE_MS = 150_000;

/** Checks by a short-lived pod. One that passed is not repeated until the pod that makes it changes. */
export const probeDriver: ResourceDriver<ProbeResource> = {
  async observe(resource, context) {
    if (context.records[recordKey(resource)] === digest(resource.pod)) return unchanged;
    return { verb: 'create', changes: [], reason: resource.purpose };
  },

  async apply(resource, context) {
    const run = await runPod(context.kube, resource.pod, {
      deadlineMs: DEADLINE_MS,
      signal: context.signal,
      onReason: context.waiting,
    });
    if (!run.succeeded) throw resource.explain({ reason: run.reason, output: run.output });
    await context.record(recordKey(resource), digest(resource.pod));
  },
};

function recordKey(resource: ProbeResource): string {
  return `probe.${resource.name}`;
}
