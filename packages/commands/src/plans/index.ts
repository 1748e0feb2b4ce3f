export { adoptNotes } from './adopt-notes.ts';
export { applyPlan, appliedWords } from './apply-plan.ts';
export { goesForGood } from './goes-for-good.ts';
export { agreedPlanSchema, isPlanDigest, planFile, readPlanFile } from './plan-file.ts';
export { flag, NO_VERIFY, PLAN_OPTIONS, typedFlags } from './plan-options.ts';
export { blockedReport, noteBlocks, planData, planReport } from './plan-report.ts';
export { blockedOf, countWords, heldNotes, waitWords } from './plan-words.ts';
export { signedInNotes } from './signed-in.ts';
