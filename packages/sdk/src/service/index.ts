export type { Endpoint } from './endpoint.ts';
export type { KernelspecReport, KernelspecRow } from './kernelspec-report.ts';
export {
  NotebookService,
  type NotebookServiceOptions,
  type OpenHubOptions,
  type ServiceCallOptions,
} from './notebook-service.ts';
