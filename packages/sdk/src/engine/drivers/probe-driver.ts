import { runPod } from '../../kube/index.ts';
import { digest } from '../plan/fingerprint.ts';
import type { ProbeResource } from '../resource.ts';
import type { ResourceDriver } from './driver.ts';

const DEADLINE_MS = 150_000;

/** Checks by a short-lived pod. One that passed is not repeated until the pod that makes it changes. */
export const probeDriver: ResourceDriver<ProbeResource> = {
  async observe(resource, { inventory }) {
    const wanted = digest(resource.pod);
    const passed = inventory?.records[recordKey(resource)];
    const state = [wanted, passed ?? null];
    if (passed === wanted) return { verb: 'noop', changes: [], state };
    return { verb: 'create', changes: [], reason: resource.purpose, state };
  },

  async apply(resource, _seen, context) {
    const run = await runPod(context.kube, resource.pod, {
      deadlineMs: DEADLINE_MS,
      signal: context.signal,
      onReason: context.waiting,
    });
    if (!run.succeeded) throw resource.explain({ reason: run.reason, output: run.output });
    context.record(recordKey(resource), digest(resource.pod));
  },
};

function recordKey(resource: ProbeResource): string {
  return `probe.${resource.name}`;
}
