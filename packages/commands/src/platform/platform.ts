import type { ApplyEvent, KernelspecReport, Plan, PlatformStatus } from '@naas/sdk';
import type { People, ProofEvent, ServerProgress, ServerRef } from '@naas/user-session';

export interface PlatformCallOptions {
  readonly signal?: AbortSignal;
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
  /** Everyone the hub knows with their servers and kernels, and kernels that are nobody's; what did not answer is a gap. */
  people(options?: PlatformCallOptions): Promise<People>;
  startServer(server: ServerRef, options?: PlatformCallOptions): AsyncIterable<ServerProgress>;
  stopServer(
    server: ServerRef,
    options?: PlatformCallOptions,
  ): Promise<{ readonly elapsedMs: number; readonly wasRunning: boolean }>;
  /** Ends a kernel and waits until it is gone from the gateway and from the cluster. */
  endKernel(
    kernelId: string,
    options?: PlatformCallOptions,
  ): Promise<{ readonly elapsedMs: number; readonly wasRunning: boolean }>;
  /** Proves the platform by a real session of a person made for it. */
  prove(options?: PlatformCallOptions): AsyncIterable<ProofEvent>;
}
