import type { ApplyEvent, KernelspecReport, Plan, PlatformStatus } from '@naas/sdk';
import type { People, ProofEvent, ServerProgress } from '@naas/user-session';

export type { People };

export interface PlatformCallOptions {
  readonly signal?: AbortSignal;
}

/** A server of a person; the one without a name is the default. */
export interface ServerRef {
  readonly user: string;
  readonly server?: string;
}

/** What commands need of a running platform: the seam between them and a cluster. */
export interface Platform {
  /** The platform's name in `naas.yaml`. */
  readonly name: string;
  plan(options?: PlatformCallOptions): Promise<Plan>;
  planDestroy(options?: PlatformCallOptions): Promise<Plan>;
  planKernelspecs(options?: PlatformCallOptions): Promise<Plan>;
  apply(plan: Plan, options?: PlatformCallOptions): AsyncIterable<ApplyEvent>;
  status(options?: PlatformCallOptions): Promise<PlatformStatus>;
  kernelspecs(options?: PlatformCallOptions): Promise<KernelspecReport>;
  /** Everyone the hub knows with their servers and kernels, and kernels that are nobody's. */
  people(options?: PlatformCallOptions): Promise<People>;
  startServer(server: ServerRef, options?: PlatformCallOptions): AsyncIterable<ServerProgress>;
  stopServer(
    server: ServerRef,
    options?: PlatformCallOptions,
  ): Promise<{ readonly elapsedMs: number; readonly wasRunning: boolean }>;
  /** Ends a kernel and waits until it is gone from the gateway and from the cluster. */
  endKernel(kernelId: string, options?: PlatformCallOptions): Promise<{ readonly elapsedMs: number }>;
  /** Proves the platform by a real session of a person made for it. */
  prove(options?: PlatformCallOptions): AsyncIterable<ProofEvent>;
}
