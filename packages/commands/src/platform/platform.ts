import type { ApplyEvent, KernelspecReport, Plan, PlatformStatus } from '@naas/sdk';
import type { EndedKernel, People, ProofEvent, ServerProgress, ServerRef } from '@naas/user-session';

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
  /** Ends a kernel, also one the gateway does not know, and waits until it is gone from gateway and cluster. */
  endKernel(kernelId: string, options?: PlatformCallOptions): Promise<EndedKernel>;
  /** Proves the platform by a real session of a person made for it. */
  prove(options?: PlatformCallOptions): AsyncIterable<ProofEvent>;
}
