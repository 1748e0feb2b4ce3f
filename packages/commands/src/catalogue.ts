import type { Command } from './command.ts';
import {
  adopt,
  deploy,
  destroy,
  drift,
  history,
  kernels,
  kernelspecsDiff,
  kernelspecsList,
  kernelspecsPush,
  killKernel,
  plan,
  rollback,
  serverStart,
  serverStop,
  status,
  verify,
} from './commands/index.ts';

/** Every command, in the order help lists them. */
export const COMMANDS: readonly Command[] = [
  plan,
  deploy,
  adopt,
  status,
  verify,
  drift,
  history,
  rollback,
  kernels,
  killKernel,
  serverStart,
  serverStop,
  kernelspecsList,
  kernelspecsDiff,
  kernelspecsPush,
  destroy,
];
