import { NaasError } from '../errors.ts';
import { hashFileSet, publishCommand, toConfigMap } from '../kernelspecs/index.ts';
import { applyObject, deleteObject, getObject, type KubeObject, refOf } from '../kube/index.ts';
import { MANAGER, restrictedContainer, restrictedPod } from '../resources/index.ts';
import { type ApplyContext, type DriverContext, type ResourceDriver, unchanged } from './driver.ts';
import { runPod } from './pod-run.ts';
import type { FilesResource } from './resource.ts';
import { withCleanUp } from './with-clean-up.ts';

const DEADLINE_MS = 150_000;

/**
 * Files on a claim. They are put there atomically by a short-lived pod, and known by the hash of their content together
 * with the claim they went to: a claim made anew has none.
 */
export const filesDriver: ResourceDriver<FilesResource> = {
  async observe(resource, context) {
    const published = context.records[recordKey(resource)];
    if (published === undefined) return { verb: 'create', changes: [] };
    const wanted = await recordOf(resource, context);
    if (published === wanted) return unchanged;
    return { verb: 'update', changes: [{ path: 'sha256', before: published, after: wanted }] };
  },

  async apply(resource, context) {
    const hash = hashFileSet(resource.files);
    const incoming = incomingFiles(resource);
    await withCleanUp(
      async () => {
        await applyObject(context.kube, incoming, { signal: context.signal });
        await publish(resource, { hash, incoming, context });
      },
      // Without the signal: an interrupted run must leave nothing behind.
      () => deleteObject(context.kube, refOf(incoming)),
    );
    await context.record(recordKey(resource), await recordOf(resource, context));
  },
};

interface Publication {
  readonly hash: string;
  readonly incoming: KubeObject;
  readonly context: ApplyContext;
}

async function publish(resource: FilesResource, publication: Publication): Promise<void> {
  const { kube, signal, waiting } = publication.context;
  const pod = publishingPod(resource, publication.hash, publication.incoming.metadata.name);
  const run = await runPod(kube, pod, { deadlineMs: DEADLINE_MS, signal, onReason: waiting });
  if (run.succeeded) return;
  const words = run.output.trim().split('\n').at(-1);
  throw new NaasError(
    'STORAGE_NOT_WRITABLE',
    `The ${resource.name} could not be written to the claim ${resource.claim}: ${words || run.reason}.`,
    {
      hint: 'What was published before is still served. Mend the cause and deploy again.',
      subject: { kind: 'PersistentVolumeClaim', namespace: resource.namespace, name: resource.claim },
    },
  );
}

function recordKey(resource: FilesResource): string {
  return `files.${resource.name}`;
}

async function recordOf(resource: FilesResource, context: DriverContext): Promise<string> {
  const claim = await getObject(
    context.kube,
    { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace: resource.namespace, name: resource.claim },
    { signal: context.signal },
  );
  return `${hashFileSet(resource.files)}@${claim?.metadata.uid ?? 'no claim'}`;
}

function incomingFiles(resource: FilesResource): KubeObject {
  const metadata = { name: `publish-${resource.name}`, namespace: resource.namespace };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata, ...toConfigMap(resource.files) };
}

function publishingPod(resource: FilesResource, hash: string, incoming: string): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `publish-${resource.name}`,
      namespace: resource.namespace,
      labels: { 'app.kubernetes.io/name': 'publish', 'app.kubernetes.io/managed-by': MANAGER },
    },
    spec: {
      restartPolicy: 'Never',
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: restrictedPod,
      containers: [
        {
          name: 'publish',
          image: resource.image,
          command: publishCommand({ root: '/share', incoming: '/incoming', hash }),
          securityContext: restrictedContainer,
          volumeMounts: [
            { name: 'share', mountPath: '/share' },
            { name: 'incoming', mountPath: '/incoming', readOnly: true },
          ],
        },
      ],
      volumes: [
        { name: 'share', persistentVolumeClaim: { claimName: resource.claim } },
        { name: 'incoming', configMap: { name: incoming } },
      ],
    },
  };
}
