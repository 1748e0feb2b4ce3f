export { endKernel, type EndedKernel, type KernelSources } from './end-kernel.ts';
export {
  findKernelPod,
  KERNEL_SELECTOR,
  kernelPodOf,
  listKernelPods,
  OWNER_ANNOTATION,
  removeKernelPod,
  type KernelPod,
  type KernelPodsOptions,
} from './kernel-pods.ts';
export { listPeople, type PeopleSources } from './list-people.ts';
export { kernelsOf, type People, type Person, type PersonKernel } from './person.ts';
