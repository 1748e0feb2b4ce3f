import { NaasError } from '../errors.ts';
import { applyObject, deleteObject, type Kube, type KubeObject, refOf, runPod } from '../kube/index.ts';
import { MANAGER, restrictedContainer, restrictedPod } from '../resources/index.ts';
import { withCleanUp } from '../with-clean-up.ts';
import { type FileSet, hashFileSet } from './file-set.ts';
import { publishCommand, setAsideCommand, toConfigMap } from './publish.ts';

/** Where kernelspecs are published to. */
export interface Publication {
  /** Names the pod that does it, and what is said of it. @default 'kernelspecs' */
  readonly name?: string;
  readonly namespace: string;
  /** The claim that the gateway reads its kernelspecs from; uid 1000 must be able to write it. */
  readonly claim: string;
  /** An image with `python3`; the gateway's own is on the node anyway. */
  readonly image: string;
  readonly files: FileSet;
  /**
   * Moves directories of the same names that others put there aside, as root, which the namespace has to allow; otherwise
   * they are a failure. @default false
   */
  readonly takeOver?: boolean;
}

export interface PublishOptions {
  /** Milliseconds until the files must be there. @default 150_000 */
  readonly deadlineMs?: number;
  readonly signal?: AbortSignal;
  /** Told each reason why it is not done yet. */
  readonly onReason?: (reason: string) => void;
}

/**
 * Publishes kernelspecs to a claim, by a pod that ends: a gateway sees all old files or all new ones. Directories that
 * others put there are left alone.
 *
 * @throws NaasError `STORAGE_NOT_WRITABLE` with the cause; what was published before is still served.
 */
export async function publishKernelspecs(
  kube: Kube,
  publication: Publication,
  options: PublishOptions = {},
): Promise<void> {
  const { signal = new AbortController().signal, deadlineMs = 150_000, onReason } = options;
  const { name = 'kernelspecs', namespace, claim, files } = publication;
  const metadata = { name: `publish-${name}`, namespace };
  const incoming: KubeObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata, ...toConfigMap(files) };
  const run = await withCleanUp(
    async () => {
      await applyObject(kube, incoming, { signal });
      const pod = publishingPod(publication, metadata);
      return await runPod(kube, pod, { deadlineMs, signal, ...(onReason ? { onReason } : {}) });
    },
    // Without the signal: an interrupted run must leave nothing behind.
    () => deleteObject(kube, refOf(incoming)),
  );
  if (run.succeeded) return;
  const words = run.output.trim().split('\n').at(-1);
  throw new NaasError(
    'STORAGE_NOT_WRITABLE',
    `The ${name} could not be written to the claim ${claim}: ${words || run.reason}.`,
    {
      hint: 'What was published before is still served. Mend the cause and deploy again.',
      subject: { kind: 'PersistentVolumeClaim', namespace, name: claim },
    },
  );
}

/** What was copied by hand mostly belongs to root, and then only root can move it. */
const asRoot = {
  allowPrivilegeEscalation: false,
  runAsUser: 0,
  runAsNonRoot: false,
  capabilities: { drop: ['ALL'], add: ['DAC_OVERRIDE', 'FOWNER'] },
};

function publishingPod(
  { claim, image, files, takeOver = false }: Publication,
  metadata: { readonly name: string; readonly namespace: string },
): KubeObject {
  const labels = { 'app.kubernetes.io/name': 'publish', 'app.kubernetes.io/managed-by': MANAGER };
  const places = { root: '/share', incoming: '/incoming', hash: hashFileSet(files) };
  const container = {
    image,
    volumeMounts: [
      { name: 'share', mountPath: '/share' },
      { name: 'incoming', mountPath: '/incoming', readOnly: true },
    ],
  };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...metadata, labels },
    spec: {
      restartPolicy: 'Never',
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: restrictedPod,
      ...(takeOver
        ? {
            initContainers: [
              { ...container, name: 'set-aside', command: setAsideCommand(places), securityContext: asRoot },
            ],
          }
        : {}),
      containers: [
        { ...container, name: 'publish', command: publishCommand(places), securityContext: restrictedContainer },
      ],
      volumes: [
        { name: 'share', persistentVolumeClaim: { claimName: claim } },
        { name: 'incoming', configMap: { name: metadata.name } },
      ],
    },
  };
}
