import { getObject, type Kube, listObjects } from '@naas/sdk';
import type { Context, Pod } from './attempt.ts';
import { inTerminal, type Said, type TerminalPod } from './terminal.ts';

const POD = { apiVersion: 'v1', kind: 'Pod' };

/** One platform that the attempts are made on, with Alice at work and Bob in his terminal. */
export interface Column extends AsyncDisposable {
  readonly kube: Kube;
  readonly people: { readonly alice: TerminalPod; readonly bob: TerminalPod };
  /** What Bob knows now; kernels that an attempt has ended are started again first, where that may happen. */
  ready(): Promise<Context>;
}

/** A kernel that a person has started from a terminal, and where it is. */
export interface KernelAtWork {
  readonly kernel: string;
  readonly pod: string;
  readonly uid: string;
  readonly address: string;
  readonly ports: readonly number[];
}

/** Code that prints the ports on which the kernel's own pod listens for everybody, not for itself alone. */
const LISTENING = [
  "rows = [line.split() for line in open('/proc/net/tcp').readlines()[1:]]",
  "print(sorted({int(row[1][9:], 16) for row in rows if row[3] == '0A' and int(row[1][:8], 16) == 0}))",
].join('\n');

/** Starts a kernel from a person's terminal, gives it something to remember, and puts the same into a file of the home. */
export async function startAtWork(
  kube: Kube,
  person: TerminalPod,
  { context, memory }: { readonly context: Context; readonly memory: string },
): Promise<KernelAtWork> {
  const remember = `marker = '${memory}'\nopen('/home/jovyan/secret.txt', 'w').write(marker)\n${LISTENING}`;
  const body = [
    'kernel = start()',
    'STARTED.clear()',
    `return {'kernel': kernel, 'printed': run(kernel, ${JSON.stringify(remember)})}`,
  ].join('\n');
  const { value } = await inTerminal(kube, person, { body, context });
  const { kernel, printed } = value as { kernel: string; printed: string };
  if (!printed.startsWith('[')) throw new Error(`The kernel "${kernel}" of ${person.pod} printed "${printed}".`);
  const ports = JSON.parse(printed) as number[];
  const [pod] = await listObjects(kube, POD, { labelSelector: `kernel_id=${kernel},component=kernel` });
  const { name, uid = '' } = pod!.metadata;
  return { kernel, pod: name, uid, address: addressOf(pod as Pod), ports };
}

/** What a person's kernel remembers, asked from their terminal; nothing when it is not theirs any more. */
export async function remembered(
  kube: Kube,
  person: TerminalPod,
  { context, kernel }: { readonly context: Context; readonly kernel: string },
): Promise<string> {
  const body = `return run(${JSON.stringify(kernel)}, 'print(marker)', seconds=10).strip()`;
  const { value } = (await inTerminal(kube, person, { body, context })) satisfies Said;
  return String(value);
}

/** Whether a kernel's pod is the one it was, and runs on. */
export async function stillRuns(kube: Kube, { kernel, uid }: KernelAtWork): Promise<boolean> {
  const pods = await listObjects(kube, POD, { labelSelector: `kernel_id=${kernel},component=kernel` });
  return pods.some(({ metadata, status }) => {
    const { phase } = status as { phase?: string };
    return metadata.uid === uid && metadata.deletionTimestamp === undefined && phase === 'Running';
  });
}

export async function podOf(kube: Kube, { namespace, pod }: TerminalPod): Promise<Pod> {
  return (await getObject(kube, { ...POD, namespace, name: pod })) as Pod;
}

export function addressOf(pod: Pod): string {
  return (pod['status'] as { podIP?: string } | undefined)?.podIP ?? '';
}
