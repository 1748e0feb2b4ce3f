import type { PlannedAction } from './plan/plan.ts';

/** What `apply` tells while it works, in order. Times are milliseconds. */
export type ApplyEvent =
  | { readonly type: 'started'; readonly steps: number }
  | { readonly type: 'step-started'; readonly step: PlannedAction; readonly index: number; readonly steps: number }
  | { readonly type: 'step-finished'; readonly step: PlannedAction; readonly elapsedMs: number }
  | { readonly type: 'waiting'; readonly component: string; readonly reason: string; readonly elapsedMs: number }
  | { readonly type: 'component-ready'; readonly component: string; readonly elapsedMs: number }
  | { readonly type: 'finished'; readonly changed: number; readonly elapsedMs: number };
