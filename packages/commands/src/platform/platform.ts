import type {
  AdoptCallOptions,
  ApplyCallOptions,
  ApplyEvent,
  AtWork,
  DestroyCallOptions,
  KernelspecReport,
  KubeObject,
  Plan,
  PlanCallOptions,
  PlatformDrift,
  PlatformStatus,
  PreflightCallOptions,
  PreflightReport,
  RbacCallOptions,
  RollbackCallOptions,
  Run,
  ServiceCallOptions,
} from '@naas/sdk';
import type { EndedKernel, People, ProofEvent, ServerProgress, ServerRef } from '@naas/user-session';

export type PlatformCallOptions = ServiceCallOptions;

/** What commands need of a running platform: the seam between them and a cluster. */
export interface Platform {
  /** The platform's name in `naas.yaml`. */
  readonly name: string;
  /** Looks for all that a deploy would fail on; with `share` it runs pods, otherwise nothing is made. */
  preflight(options?: PreflightCallOptions): Promise<PreflightReport>;
  /** The roles that somebody needs to deploy and operate the platform. */
  rbac(options?: RbacCallOptions): Promise<readonly KubeObject[]>;
  plan(options?: PlanCallOptions): Promise<Plan>;
  planAdopt(options?: AdoptCallOptions): Promise<Plan>;
  planRollback(options?: RollbackCallOptions): Promise<Plan>;
  planDestroy(options?: DestroyCallOptions): Promise<Plan>;
  planKernelspecs(options?: PlatformCallOptions): Promise<Plan>;
  apply(plan: Plan, options?: ApplyCallOptions): AsyncIterable<ApplyEvent>;
  /** What was done to it, the latest first. */
  history(options?: PlatformCallOptions): Promise<readonly Run[]>;
  /** Who changes it right now. */
  holder(options?: PlatformCallOptions): Promise<AtWork | undefined>;
  /** What others have changed since the last run. */
  drift(options?: PlatformCallOptions): Promise<PlatformDrift>;
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
