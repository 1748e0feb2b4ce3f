export { chooseKernels, type Choice } from './choose-kernels.ts';
export { kernelData, kernelsOf, kernelTable, shortId, type OwnedKernel } from './kernel-words.ts';
