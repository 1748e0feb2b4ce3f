export { interruptKernelOf, listKernelsOf, stopKernelOf } from './control-kernel.ts';
export { execute } from './execute.ts';
export { listFiles, readFile, removeFile, type HomeEntry } from './files.ts';
export type { Outcome } from './outcome.ts';
export { openServer, type PersonServer } from './person-server.ts';
export { startKernel, type StartKernelOptions } from './start-kernel.ts';
