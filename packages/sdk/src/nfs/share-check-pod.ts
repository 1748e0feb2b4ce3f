import type { KubeObject } from '../kube/index.ts';
import { MANAGER, restrictedContainer } from '../resources/index.ts';

/**
 * What to check, and where. The mount's options are the node's own: the volume of a pod has no field for them, only a
 * PersistentVolume has.
 */
export interface ShareCheckOptions {
  readonly name: string;
  /** A namespace that lets a pod run as root (`baseline`): only root can hand the directory over. */
  readonly namespace: string;
  readonly server: string;
  readonly path: string;
  /** Any image with a POSIX shell and coreutils. */
  readonly image: string;
}

/** What a check makes on the share: one directory for each node, since all nodes are checked at once. */
const OWN = '"/share/.naas-check-$NODE"';

/**
 * Tries the directory as the person homes belong to; leaves a note for the next container when it works. A check that
 * was interrupted may have left its own directory there.
 */
const TRY = `rm -rf ${OWN}; mkdir ${OWN} && rmdir ${OWN} && touch /note/writable; true`;

/** Hands the directory over, where the server lets root do so. Only the directory itself: nothing below it. */
const HAND_OVER = '[ -e /note/writable ] || { chown 1000:100 /share && chmod u+rwx /share; }; true';

/** Writes, reads back and removes a file of one MiB in a directory of its own. */
const PROVE = [
  'set -e',
  `rm -rf ${OWN}`,
  `mkdir ${OWN}`,
  `head -c 1048576 /dev/urandom > ${OWN}/written`,
  `mv ${OWN}/written ${OWN}/renamed`,
  `[ "$(wc -c < ${OWN}/renamed)" = 1048576 ]`,
  `rm -r ${OWN}`,
].join('\n');

/** Builds the pod that mounts an NFS directory, makes it writable for uid 1000 where it can, and proves that it is. */
export function shareCheckPod(options: ShareCheckOptions): KubeObject {
  const step = (name: string, script: string) => ({
    name,
    image: options.image,
    command: ['sh', '-c', script],
    env: [{ name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }],
    volumeMounts: [
      { name: 'share', mountPath: '/share' },
      { name: 'note', mountPath: '/note' },
    ],
  });
  const asPerson = { ...restrictedContainer, runAsUser: 1000, runAsGroup: 100 };
  const asRoot = {
    allowPrivilegeEscalation: false,
    runAsUser: 0,
    capabilities: { drop: ['ALL'], add: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER'] },
  };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: options.name,
      namespace: options.namespace,
      labels: { 'app.kubernetes.io/name': 'share-check', 'app.kubernetes.io/managed-by': MANAGER },
    },
    spec: {
      restartPolicy: 'Never',
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: { fsGroup: 100, seccompProfile: { type: 'RuntimeDefault' } },
      initContainers: [
        { ...step('try', TRY), securityContext: asPerson },
        { ...step('hand-over', HAND_OVER), securityContext: asRoot },
      ],
      containers: [{ ...step('prove', PROVE), securityContext: asPerson }],
      volumes: [
        { name: 'share', nfs: { server: options.server, path: options.path } },
        { name: 'note', emptyDir: {} },
      ],
    },
  };
}
