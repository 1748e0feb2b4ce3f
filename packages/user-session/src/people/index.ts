export { endKernel, type KernelSources } from './end-kernel.ts';
export { findKernelPod, listKernelPods, type KernelPod, type KernelPodsOptions } from './kernel-pods.ts';
export { listPeople, type PeopleSources } from './list-people.ts';
export { kernelsOf, type People, type Person, type PersonKernel } from './person.ts';
