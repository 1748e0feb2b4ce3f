export { inMemoryPlatform, type InMemoryPlatform } from './in-memory-platform.ts';
export { runToReport, type RunOptions, type RunResult } from './run-to-report.ts';
export {
  NOW,
  sampleAction,
  sampleOrphan,
  samplePeople,
  samplePlan,
  samplePreflight,
  sampleRun,
  sampleStatus,
} from './samples.ts';
