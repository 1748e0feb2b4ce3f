import type { PlatformConfig } from '../../config/index.ts';
import { names } from '../names.ts';

/** What the guard's program reads as its settings; lengths of time are in seconds. */
export interface GuardSettings {
  /** For servers and operators. */
  readonly port: number;
  /** For probes and metrics. */
  readonly operationsPort: number;
  /** For what kernels that start report. */
  readonly responsePort: number;
  readonly gateway: {
    readonly url: string;
    /** Where the gateway takes such reports, at the same host. */
    readonly responsePort: number;
  };
  readonly hub: {
    readonly url: string;
    /** How long an answer of the hub is believed. */
    readonly cacheSeconds: number;
    /** How long known tokens go on while the hub does not answer. */
    readonly awaySeconds: number;
  };
  readonly kernels: {
    readonly namespace: string;
    readonly serviceAccount: string;
    readonly homeMountPath: string;
    readonly launchSeconds: number;
    readonly maxPerUser: number;
    /** The most that a person may ask for; null where nobody may ask. */
    readonly largest: { readonly cpu: string; readonly memory: string } | null;
  };
  /** 0 seconds: never. */
  readonly leftOvers: { readonly endAfterSeconds: number; readonly sweepOrphans: boolean };
  /** The headless Service by which each pod of the guard finds the others. */
  readonly peers: string;
}

/** Writes the guard's settings out of the platform file. */
export function guardSettings({ gateway, guard, hub, kernels }: PlatformConfig): GuardSettings {
  const { backend, port, responsePort } = names.gateway;
  return {
    port,
    operationsPort: names.guard.operationsPort,
    responsePort,
    gateway: { url: `http://${backend}.${gateway.namespace}:${port}`, responsePort },
    hub: {
      // The hub's own policy lets other namespaces in by its proxy alone.
      url: `http://${names.hub.publicService}.${hub.namespace}/hub/api`,
      cacheSeconds: guard.hub.cacheFor,
      awaySeconds: guard.hub.awayFor,
    },
    kernels: {
      namespace: kernels.namespace,
      serviceAccount: names.kernels.serviceAccount,
      homeMountPath: names.homes.mountPath,
      launchSeconds: kernels.launchTimeout,
      maxPerUser: kernels.maxPerUser,
      largest: kernels.largest ?? null,
    },
    leftOvers: { endAfterSeconds: guard.leftOvers.endAfter, sweepOrphans: guard.leftOvers.sweepOrphans },
    peers: `${names.guard.peers}.${gateway.namespace}.svc`,
  };
}
