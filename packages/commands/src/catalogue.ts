import type { Command } from './command.ts';
import {
  deploy,
  destroy,
  kernels,
  kernelspecsDiff,
  kernelspecsList,
  kernelspecsPush,
  killKernel,
  serverStart,
  serverStop,
  status,
  verify,
} from './commands/index.ts';

/** Every command, in the order help lists them. */
export const COMMANDS: readonly Command[] = [
  deploy,
  status,
  verify,
  kernels,
  killKernel,
  serverStart,
  serverStop,
  kernelspecsList,
  kernelspecsDiff,
  kernelspecsPush,
  destroy,
];
