export { applyPlan, type ApplyPlanOptions } from './apply/apply-plan.ts';
export { refuseMoved } from './apply/moved.ts';
export type { PreparedPlan } from './apply/prepared-plan.ts';
export type {
  Component,
  ComponentContext,
  ComponentData,
  PodsLeftBehind,
  ReadyCheck,
  ReadyContext,
  Review,
  ReviewContext,
} from './component.ts';
export { completeCredentials, type Credentials, CREDENTIALS_SECRET } from './credentials.ts';
export { type DestroyContext, planDestroy } from './destroy/plan-destroy.ts';
export { type Drift, driftOf, type ObjectDrift, releaseDrift } from './drift/index.ts';
export type { DriverContext } from './drivers/driver.ts';
export { passedBefore } from './drivers/probe-driver.ts';
export { runProbe } from './drivers/run-probe.ts';
export type { ApplyEvent } from './events.ts';
export { manifest } from './manifest.ts';
export { planDigest } from './plan/digest.ts';
export { fingerprintWithout, secretHash } from './plan/fingerprint.ts';
export { type LiveObjects, readLiveObjects } from './plan/live-objects.ts';
export { makePlan, objectsOf, type PlanRequest } from './plan/make-plan.ts';
export {
  changesOf,
  type FieldChange,
  heldOf,
  type Intent,
  type Plan,
  type PlannedAction,
  type PlanOptions,
  type Verb,
} from './plan/plan.ts';
export { isSecretValue } from './plan/secret-values.ts';
export { servedOnly } from './plan/served.ts';
export { wantedResources, type WantedResource } from './plan/wanted.ts';
export { release } from './release.ts';
export type {
  Driver,
  FilesResource,
  ManifestResource,
  ProbeFailure,
  ProbeResource,
  ReleaseResource,
  Resource,
} from './resource.ts';
export { type Inventory, inventoried, readInventory } from './store/inventory.ts';
export { type AtWork, type Holder, readLease } from './store/lease-object.ts';
export { listRuns, readSnapshot, type Run, type RunOutcome } from './store/runs.ts';
export type { Snapshot } from './store/snapshot.ts';
