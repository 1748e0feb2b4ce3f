/** The phases of the proof in their order, in the words a person reads. */
export const PROOF_PHASES = [
  'gateway answers',
  'hub answers',
  'person exists',
  'leftovers cleared',
  'server starts',
  'kernel starts in a pod of its own',
  'kernel computes',
  'kernel draws a plot',
  'server sees the file of the kernel',
  'kernel stops, server stays',
  'server stops, claim stays',
  'server starts again, file is there',
  'home emptied',
  'server stopped',
] as const;

export type ProofPhase = (typeof PROOF_PHASES)[number];

/** One phase that went well. */
export interface ProvenPhase {
  readonly phase: ProofPhase;
  readonly elapsedMs: number;
  /** What was seen. */
  readonly detail: string;
}

/** What the proof tells while it works, in order. */
export type ProofEvent =
  | { readonly type: 'phase-started'; readonly phase: ProofPhase }
  | ({ readonly type: 'phase-finished' } & ProvenPhase)
  | { readonly type: 'picture'; readonly png: Uint8Array }
  | { readonly type: 'finished'; readonly elapsedMs: number; readonly phases: readonly ProvenPhase[] };
