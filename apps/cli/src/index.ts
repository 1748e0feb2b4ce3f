export type { Io, Output, Terminal } from './io.ts';
export { run } from './run.ts';
