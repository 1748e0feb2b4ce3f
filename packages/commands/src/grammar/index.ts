export { accessOf } from './access-of.ts';
export { helpReport } from './help-report.ts';
export { parseInput } from './parse-input.ts';
export { parseCommandLine, type ParsedLine } from './parse-line.ts';
export { usageOf } from './usage.ts';
