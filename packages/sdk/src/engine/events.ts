import type { PlannedAction } from './plan/plan.ts';

/** What `apply` tells while it works. Steps of components that do not need each other overlap. Times are milliseconds. */
export type ApplyEvent =
  | { readonly type: 'started'; readonly steps: number }
  /** The change is on record from here on, and can be gone back to. */
  | { readonly type: 'run-started'; readonly run: number }
  | { readonly type: 'step-started'; readonly step: PlannedAction; readonly index: number; readonly steps: number }
  | { readonly type: 'step-finished'; readonly step: PlannedAction; readonly elapsedMs: number }
  | { readonly type: 'waiting'; readonly component: string; readonly reason: string; readonly elapsedMs: number }
  | { readonly type: 'component-ready'; readonly component: string; readonly elapsedMs: number }
  | { readonly type: 'finished'; readonly changed: number; readonly elapsedMs: number };
