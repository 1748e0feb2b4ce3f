import { PassThrough, Writable } from 'node:stream';
import { Exec } from '@kubernetes/client-node';
import type { V1Status } from '@kubernetes/client-node';
import { NaasError } from '../../errors.ts';
import { wireOf } from '../connection.ts';
import type { Kube } from '../connection.ts';
import { KubeError, kubeErrorFrom } from '../kube-error.ts';
import type { CallOptions } from '../object.ts';
import { handshakeError } from './handshake-error.ts';

export interface PodTarget {
  readonly namespace: string;
  readonly pod: string;
  /** @default the pod's only, or its default, container */
  readonly container?: string;
}

export interface ExecOptions extends CallOptions {
  /** Sent to the command's standard input, which is then closed. @default no standard input */
  readonly stdin?: string | Uint8Array;
}

export interface ExecResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

const DEADLINE_MS = 30_000;

/**
 * Runs a command in a container and gives what it wrote; a command that fails is data, not an error.
 *
 * @throws KubeError when the command cannot be started or the connection breaks; NaasError `TIMED_OUT` at the deadline,
 * with the command perhaps still running: Kubernetes has no way to end it.
 */
// oxlint-disable-next-line max-params -- where, in what, the command and how: each is said at every call
export async function execInPod(
  kube: Kube,
  target: PodTarget,
  command: readonly string[],
  options: ExecOptions = {},
): Promise<ExecResult> {
  const deadlineMs = options.deadlineMs ?? DEADLINE_MS;
  const deadline = AbortSignal.timeout(deadlineMs);
  const signal = options.signal ? AbortSignal.any([options.signal, deadline]) : deadline;
  const action = `run ${command[0] ?? 'a command'} in Pod ${target.namespace}/${target.pod}`;
  const stdout = createSink();
  const stderr = createSink();
  try {
    const status = await run(kube, { target, command, stdout, stderr, signal, action, stdin: options.stdin });
    return { stdout: stdout.text(), stderr: stderr.text(), exitCode: exitCodeOf(status, { action, target }) };
  } catch (error) {
    options.signal?.throwIfAborted();
    if (!deadline.aborted) throw error;
    throw new NaasError('TIMED_OUT', `${kube.server} did not ${action} within ${deadlineMs / 1000} s.`, {
      cause: error,
    });
  }
}

interface Run {
  readonly target: PodTarget;
  readonly command: readonly string[];
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly stdin: string | Uint8Array | undefined;
  readonly signal: AbortSignal;
  readonly action: string;
}

async function run(kube: Kube, { target, command, stdout, stderr, stdin, signal, action }: Run): Promise<V1Status> {
  const { namespace, pod, container } = target;
  signal.throwIfAborted();
  const input = stdin === undefined ? null : new PassThrough();
  return new Promise((resolve, reject) => {
    const open = new Exec(wireOf(kube).config).exec(
      namespace,
      pod,
      // client-node writes "undefined" into the query otherwise; an empty name means the default container.
      container ?? '',
      [...command],
      stdout,
      stderr,
      input,
      false,
      resolve,
    );
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    open.then(
      (socket) => {
        if (signal.aborted) socket.close();
        signal.addEventListener('abort', () => socket.close(), { once: true });
        socket.addEventListener('close', () => reject(brokenOff(action)));
        socket.addEventListener('error', () => reject(brokenOff(action)));
        input?.end(stdin);
      },
      async (error: unknown) => {
        const subject = { kind: 'Pod', name: pod, namespace };
        const path = `/api/v1/namespaces/${namespace}/pods/${pod}/exec`;
        reject(
          await handshakeError(kube, error, {
            path,
            query: { command, container, stdout: true },
            action,
            subject,
            signal,
          }),
        );
      },
    );
  });
}

function brokenOff(action: string): KubeError {
  return new KubeError(
    'KUBE_UNREACHABLE',
    `The connection broke off while asked to ${action}; how it ended is not known.`,
    {
      status: 0,
      reason: 'BrokenOff',
      retryable: true,
    },
  );
}

function exitCodeOf(status: V1Status, about: { action: string; target: PodTarget }): number {
  if (status.status === 'Success') return 0;
  const code = status.details?.causes?.find(({ reason }) => reason === 'ExitCode')?.message;
  if (status.reason === 'NonZeroExitCode' && code !== undefined) return Number(code);
  const { namespace, pod } = about.target;
  const subject = { kind: 'Pod', name: pod, namespace };
  throw kubeErrorFrom({ action: about.action, subject, status: status.code ?? 500, body: JSON.stringify(status) });
}

function createSink(): Writable & { text(): string } {
  const chunks: Buffer[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  return Object.assign(sink, { text: () => Buffer.concat(chunks).toString('utf8') });
}
