export type { Endpoint } from './endpoint.ts';
export type { KernelspecReport, KernelspecRow } from './kernelspec-report.ts';
export {
  type AdoptCallOptions,
  type ApplyCallOptions,
  type DestroyCallOptions,
  NotebookService,
  type NotebookServiceOptions,
  type OpenHubOptions,
  type PlanCallOptions,
  type RollbackCallOptions,
  type ServiceCallOptions,
} from './notebook-service.ts';
export type { PlatformDrift } from './platform-drift.ts';
