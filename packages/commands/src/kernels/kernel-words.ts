import type { KernelPod, People, Person, PersonKernel } from '@naas/user-session';
import { table, type TableBlock } from '../report.ts';
import { age } from '../words/index.ts';

const SHORT = 8;

/** The part of a kernel's id that people read and type. */
export function shortId(id: string): string {
  return id.slice(0, SHORT);
}

/** A kernel with whose it is. */
export interface OwnedKernel {
  readonly person: string;
  readonly kernel: PersonKernel;
  /** The gateway does not know it: only its pod tells of it. */
  readonly orphan?: true;
}

/** Everybody's kernels, or those of exactly one person. */
export function kernelsOf(people: readonly Person[], user?: string): OwnedKernel[] {
  return people
    .filter(({ name }) => user === undefined || name === user)
    .flatMap((person) => person.kernels.map((kernel) => ({ person: person.name, kernel })));
}

/** All that exactly one person has running, with kernels that the gateway does not know. */
export function everyKernelOf({ people, orphans }: People, user: string): OwnedKernel[] {
  const pods = orphans.pods.filter((pod) => pod.user === user);
  return [...kernelsOf(people, user), ...pods.map((pod) => orphaned(user, pod))];
}

function orphaned(person: string, pod: KernelPod): OwnedKernel {
  const { kernelId: id, podName, namespace, phase: podPhase, startedAt } = pod;
  return { person, kernel: { id, pod: podName, namespace, podPhase, startedAt }, orphan: true };
}

/** Shows kernels with what a person needs to know before stopping one: age, busy or idle, who looks at it. */
export function kernelTable(title: string, kernels: readonly OwnedKernel[], now: number): TableBlock {
  return table({
    title,
    columns: [
      { key: 'person', label: 'person' },
      { key: 'kernel', label: 'kernel' },
      { key: 'spec', label: 'kernelspec' },
      { key: 'state', label: 'state' },
      { key: 'age', label: 'age', align: 'right' },
      { key: 'activity', label: 'last activity', align: 'right' },
      { key: 'pod', label: 'pod' },
    ],
    rows: kernels.map(({ person, kernel, orphan }) => [
      person,
      shortId(kernel.id),
      kernel.kernelspec ?? '',
      orphan ? 'unknown to the gateway' : stateWords(kernel),
      age(kernel.startedAt, now),
      ago(kernel.lastActivity, now),
      kernel.pod ?? '',
    ]),
    empty: 'No kernel is running.',
  });
}

/** The gateway's word for a kernel; while it has none, what its pod does and why. */
export function stateWords({ state, podPhase, reason }: PersonKernel): string {
  const word = state ?? podPhase?.toLowerCase() ?? 'unknown';
  return reason === undefined ? word : `${word} (${reason})`;
}

function ago(time: string | undefined, now: number): string {
  const words = age(time, now);
  return words === '' ? '' : `${words} ago`;
}

/** What a program is told of a kernel. */
export function kernelData({ person, kernel, orphan }: OwnedKernel): unknown {
  return { person, ...kernel, ...(orphan && { orphan }) };
}
