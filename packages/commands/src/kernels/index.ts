export { chooseKernels, type Choice } from './choose-kernels.ts';
export { gapBlocks } from './gaps.ts';
export {
  everyKernelOf,
  kernelData,
  kernelsOf,
  kernelTable,
  shortId,
  stateWords,
  type OwnedKernel,
} from './kernel-words.ts';
