export { lookFirst } from './look-first.ts';
export { preflightReport } from './preflight-report.ts';
