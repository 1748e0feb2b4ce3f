export { applyPlan, type ApplyPlanOptions } from './apply/apply-plan.ts';
export type { Component, ComponentContext, PodsLeftBehind, ReadyCheck, ReadyContext } from './component.ts';
export { completeCredentials, type Credentials, CREDENTIALS_SECRET } from './credentials.ts';
export { applyDestroy, type DestroyContext, planDestroy } from './destroy.ts';
export type { DriverContext } from './drivers/driver.ts';
export type { ApplyEvent } from './events.ts';
export { makePlan, wantedResources, type WantedResource } from './plan/make-plan.ts';
export { manifest } from './manifest.ts';
export { changesOf, type FieldChange, type Plan, type PlannedAction, type Verb } from './plan/plan.ts';
export { readRecords } from './records.ts';
export type {
  Driver,
  FilesResource,
  ManifestResource,
  ProbeFailure,
  ProbeResource,
  ReleaseResource,
  Resource,
} from './resource.ts';
