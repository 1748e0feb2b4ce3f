export { applyPlan, type Applied } from './apply-plan.ts';
export { planData, planReport } from './plan-report.ts';
export { signedInNotes } from './signed-in.ts';
