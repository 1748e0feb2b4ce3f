import { NaasError } from '../errors.ts';

export interface ShareFailure {
  readonly server: string;
  readonly path: string;
  /** Why the pod did not run, with the words of mount.nfs where there are any. */
  readonly reason: string;
  /** What the check printed; empty when the share was not mounted. */
  readonly output: string;
}

interface Cause {
  readonly signal: RegExp;
  readonly sentence: (failure: ShareFailure) => string;
  readonly hint: (failure: ShareFailure) => string;
}

const exportLine = ({ path }: ShareFailure) => `${path}  <addresses of the nodes>(rw,sync,no_subtree_check)`;

/** What mount.nfs says, what it means, and what to do on which machine. */
const CAUSES: readonly Cause[] = [
  {
    signal: /No such file or directory/,
    sentence: ({ server, path }) => `The NFS server ${server} has no directory ${path}, or does not export it.`,
    hint: (failure) =>
      `On ${failure.server}: sudo mkdir -p ${failure.path} && sudo chown 1000:100 ${failure.path}, ` +
      `with this line in /etc/exports: ${exportLine(failure)}, then sudo exportfs -ra. Deploy again.`,
  },
  {
    signal: /access denied|Permission denied|Operation not permitted/,
    sentence: ({ server, path }) => `The NFS server ${server} does not let the node mount ${path}.`,
    hint: (failure) =>
      `On ${failure.server}: put this line in /etc/exports: ${exportLine(failure)}, then sudo exportfs -ra. Deploy again.`,
  },
  {
    signal: /refused|timed? ?out|No route|unreachable|not responding|resolve/i,
    sentence: ({ server }) => `The NFS server ${server} does not answer on port 2049.`,
    hint: ({ server }) =>
      `Check spec.storage in the file, that the server runs, and from a node: showmount -e ${server}. Deploy again.`,
  },
  {
    signal: /bad option|helper program/,
    sentence: () => 'The node has no NFS client.',
    hint: () => 'On every node: sudo apt install nfs-common (or dnf install nfs-utils). Deploy again.',
  },
  {
    signal: /version or transport protocol is not supported|Protocol not supported/,
    sentence: ({ server }) => `The NFS server ${server} does not speak the version of NFS that the node asks for.`,
    // Not mountOptions in the file: the check itself cannot take them.
    hint: ({ server }) =>
      `Switch it on at ${server} (/etc/nfs.conf), or set Defaultvers in /etc/nfsmount.conf on every node. Deploy again.`,
  },
];

/** What a write on a mounted share is refused with, beside the usual: that the directory is somebody else's. */
const REFUSED_WRITES: readonly Cause[] = [
  {
    signal: /No space left|[Qq]uota exceeded/,
    sentence: ({ server, path }) => `${server}:${path} is full`,
    hint: ({ server, path }) => `On ${server}: df -h ${path}, then make room. Deploy again.`,
  },
  {
    signal: /Read-only file system/,
    sentence: ({ server, path }) => `${server}:${path} is exported read-only`,
    hint: (failure) =>
      `On ${failure.server}: put this line in /etc/exports: ${exportLine(failure)}, then sudo exportfs -ra. Deploy again.`,
  },
];

const NOT_THEIRS: Omit<Cause, 'signal'> = {
  sentence: ({ server, path }) => `${server}:${path} cannot be written by uid 1000, who every home belongs to`,
  hint: ({ server, path }) =>
    `On ${server}: sudo chown 1000:100 ${path} && sudo chmod u+rwx ${path}, with it exported rw. Deploy again.`,
};

/** Puts a failed share check into words: the cause, and the exact commands for the machine that has to change. */
export function explainShare(failure: ShareFailure): NaasError {
  const subject = { kind: 'NFS', name: `${failure.server}:${failure.path}` };
  const words = failure.output.trim().split('\n').at(-1);
  if (words) {
    const cause = REFUSED_WRITES.find(({ signal }) => signal.test(words)) ?? NOT_THEIRS;
    return new NaasError('STORAGE_NOT_WRITABLE', `${cause.sentence(failure)} (${words}).`, {
      subject,
      hint: cause.hint(failure),
    });
  }
  const cause = /mount/i.test(failure.reason) && CAUSES.find(({ signal }) => signal.test(failure.reason));
  if (!cause) {
    return new NaasError('COMPONENT_NOT_READY', `${subject.name} could not be checked: ${failure.reason}`, { subject });
  }
  return new NaasError('STORAGE_UNREACHABLE', `${cause.sentence(failure)} (${failure.reason})`, {
    subject,
    hint: cause.hint(failure),
  });
}
