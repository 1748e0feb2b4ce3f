export { builtInKernelspec } from './built-in.ts';
export { type FileEntry, type FileSet, hashFileSet, mergeFileSets } from './file-set.ts';
export type { KernelSpecJson } from './kernel-json.ts';
export {
  type ConfigMapContent,
  listCommand,
  type ListCommandOptions,
  publishCommand,
  type PublishCommandOptions,
  setAsideCommand,
  toConfigMap,
} from './publish.ts';
export { type Publication, publishKernelspecs, type PublishOptions } from './publish-kernelspecs.ts';
export { type Kernelspec, KERNELSPECS_PATH, readKernelspec, type ReadKernelspecOptions } from './read-kernelspec.ts';
export { type PlatformLiterals, renderKernelspec } from './render-kernelspec.ts';
export { compareKernelspecs, type KernelspecFileState, parseShareListing, type ShareListing } from './share-listing.ts';
