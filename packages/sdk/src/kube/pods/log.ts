import type { Kube } from '../connection.ts';
import type { CallOptions } from '../object.ts';
import { request } from '../transport.ts';
import type { PodTarget } from './exec.ts';

export interface LogTarget extends PodTarget {
  /** The log of the container that ran before the last restart. @default false */
  readonly previous?: boolean;
  /** Only so many lines from the end. @default all */
  readonly tailLines?: number;
}

/** A log can be as long as a node's disk allows; what a person reads is at its end. */
const LIMIT_BYTES = 10 * 1024 * 1024;

/** Reads what a container has written so far, 10 MiB at most. */
export async function readPodLog(kube: Kube, target: LogTarget, options: CallOptions = {}): Promise<string> {
  const { namespace, pod, container, previous, tailLines } = target;
  const text = await request(kube, {
    ...options,
    method: 'GET',
    path: `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}/log`,
    query: { container, previous, tailLines, limitBytes: LIMIT_BYTES },
    accept: '*/*',
    decode: (body) => body,
    action: `show the log of Pod ${namespace}/${pod}`,
    subject: { kind: 'Pod', name: pod, namespace },
  });
  return String(text);
}
