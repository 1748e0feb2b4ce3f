import { digest } from '../plan/fingerprint.ts';
import type { ProbeResource } from '../resource.ts';
import type { Inventory } from '../store/inventory.ts';
import type { ResourceDriver } from './driver.ts';
import { runProbe } from './run-probe.ts';

/** Checks by short-lived pods. One that passed is not repeated until the pod that makes it changes. */
export const probeDriver: ResourceDriver<ProbeResource> = {
  async observe(resource, { inventory }) {
    const state = [digest(resource.pod), inventory?.records[recordKey(resource)] ?? null];
    if (passedBefore(resource, inventory?.records ?? {})) return { verb: 'noop', changes: [], state };
    return { verb: 'create', changes: [], reason: resource.purpose, state };
  },

  async apply(resource, _seen, context) {
    await runProbe(context.kube, resource, { signal: context.signal, onReason: context.waiting });
    context.record(recordKey(resource), digest(resource.pod));
  },
};

/** Tells whether a check has passed with the pod it would be made by now. */
export function passedBefore(resource: ProbeResource, records: Inventory['records']): boolean {
  return records[recordKey(resource)] === digest(resource.pod);
}

function recordKey(resource: ProbeResource): string {
  return `probe.${resource.name}`;
}
