import type { KernelPod } from '../kernels/kernel-pod.ts';

/** Something that nobody will end by themselves. */
export type LeftOver =
  | {
      readonly kind: 'kernel-of-nobody-here' | 'kernel-without-pod';
      readonly key: string;
      readonly kernel: string;
      readonly person: string | undefined;
      readonly reason: string;
    }
  | {
      readonly kind: 'pod-without-kernel';
      readonly key: string;
      readonly kernel: string;
      readonly person: string;
      readonly pod: KernelPod;
      readonly reason: string;
    };

export interface Seen {
  /** The ids of the kernels that the gateway lists. */
  readonly kernels: readonly string[];
  readonly pods: readonly KernelPod[];
  /** Who has a server; undefined when kernels do not end for want of one. */
  readonly people: ReadonlySet<string> | undefined;
  readonly personOf: (id: string) => string | undefined;
}

/** Says what is left over at this moment, each kernel at most once. */
export function judge({ kernels, pods, people, personOf }: Seen): LeftOver[] {
  const listed = new Set(kernels);
  const withPod = new Set(pods.map(({ kernelId }) => kernelId));
  const ofKernels = kernels.flatMap((kernel): LeftOver[] => {
    const person = personOf(kernel);
    if (!withPod.has(kernel)) {
      const reason = 'the gateway lists it and it has no pod';
      return [{ kind: 'kernel-without-pod', key: `kernel ${kernel}`, kernel, person, reason }];
    }
    if (people === undefined || person === undefined || people.has(person)) return [];
    const reason = 'its person has no server any more';
    return [{ kind: 'kernel-of-nobody-here', key: `server of ${kernel}`, kernel, person, reason }];
  });
  const ofPods = pods
    .filter(({ kernelId }) => !listed.has(kernelId))
    .map((pod): LeftOver => {
      const { kernelId, person, uid } = pod;
      const reason = 'the gateway does not know the kernel of this pod';
      return { kind: 'pod-without-kernel', key: `pod ${uid}`, kernel: kernelId, person, pod, reason };
    });
  return [...ofKernels, ...ofPods];
}
