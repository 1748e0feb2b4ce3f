import type { RbacSubject } from '../preflight/index.ts';

export interface ServiceCallOptions {
  /** Ends the call; what an apply has done stays, and a new plan goes on from there. */
  readonly signal?: AbortSignal;
}

export interface PlanCallOptions extends ServiceCallOptions {
  /** Takes over fields, objects and releases that others hold. @default false */
  readonly takeOver?: boolean;
  /** Goes on where people's running kernels end by it. @default false */
  readonly endKernels?: boolean;
}

/** What others hold is taken over anyhow. */
export type AdoptCallOptions = Omit<PlanCallOptions, 'takeOver'>;

export interface RollbackCallOptions extends PlanCallOptions {
  /** The run to go back to. @default the one before the last */
  readonly run?: number;
}

export interface DestroyCallOptions extends ServiceCallOptions {
  /** Deletes homes, the hub's database and all that was kept to read it. @default false */
  readonly deleteData?: boolean;
}

export interface ApplyCallOptions extends ServiceCallOptions {
  /** Who asks for it, as history and others who want to change the platform are told. @default user@host */
  readonly who?: string;
}

export interface OpenHubOptions extends ServiceCallOptions {
  /** `operator` lists people and starts or stops servers; `proof` may do everything, for the proof's person only. */
  readonly as: 'operator' | 'proof';
}

export interface PreflightCallOptions extends ServiceCallOptions {
  /** Whether shares are checked now, by a short-lived pod on each node. @default false */
  readonly share?: boolean;
}

export interface RbacCallOptions extends ServiceCallOptions {
  /** Who is bound to the roles. @default nobody: roles only */
  readonly subject?: RbacSubject;
}
