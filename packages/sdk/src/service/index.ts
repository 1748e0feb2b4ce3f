export type {
  AdoptCallOptions,
  ApplyCallOptions,
  DestroyCallOptions,
  OpenHubOptions,
  PlanCallOptions,
  PreflightCallOptions,
  RbacCallOptions,
  RollbackCallOptions,
  ServiceCallOptions,
} from './call-options.ts';
export type { Endpoint } from './endpoint.ts';
export type { KernelspecReport, KernelspecRow } from './kernelspec-report.ts';
export { NotebookService, type NotebookServiceOptions } from './notebook-service.ts';
export type { PlatformDrift } from './platform-drift.ts';
