export { lookFirst, planOrRefusal } from './look-first.ts';
export { preflightReport } from './preflight-report.ts';
