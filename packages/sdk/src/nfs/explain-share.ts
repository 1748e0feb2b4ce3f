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
    hint: () => 'Set spec.storage.homes.nfs.mountOptions, for example [nfsvers=3], or mend the server. Deploy again.',
  },
];

/** Puts a failed share check into words: the cause, and the exact commands for the machine that has to change. */
export function explainShare(failure: ShareFailure): NaasError {
  const subject = { kind: 'NFS', name: `${failure.server}:${failure.path}` };
  if (failure.output.trim() !== '') {
    const words = failure.output.trim().split('\n').at(-1);
    return new NaasError(
      'STORAGE_NOT_WRITABLE',
      `${subject.name} cannot be written by uid 1000, who every home belongs to (${words}).`,
      {
        subject,
        hint: `On ${failure.server}: sudo chown 1000:100 ${failure.path} && sudo chmod u+rwx ${failure.path}, with it exported rw. Deploy again.`,
      },
    );
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
