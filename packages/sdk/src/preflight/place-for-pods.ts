import {
  createObject,
  deleteObject,
  getObject,
  type Kube,
  type KubeObject,
  refOf,
  waitForObject,
} from '../kube/index.ts';
import { MANAGER, namespace } from '../resources/index.ts';
import { withCleanUp } from '../with-clean-up.ts';

interface Place {
  readonly kube: Kube;
  readonly signal: AbortSignal;
}

const ACCOUNT_MS = 30_000;

/**
 * Gives a pod a namespace to run in: its own where that is there, else one that is made for it and removed again, since
 * nothing of the platform may be made before a deploy.
 */
export async function withPlaceFor<T>(
  pod: KubeObject,
  { kube, signal }: Place,
  work: (pod: KubeObject) => Promise<T>,
): Promise<T> {
  const own = { apiVersion: 'v1', kind: 'Namespace', name: pod.metadata.namespace ?? '' };
  if (await getObject(kube, own, { signal })) return work(pod);
  const made = await createObject(kube, temporary(), { signal });
  return withCleanUp(
    async () => {
      await accountOf(made.metadata.name, { kube, signal });
      return await work({ ...pod, metadata: { ...pod.metadata, namespace: made.metadata.name } });
    },
    () => deleteObject(kube, refOf(made)),
  );
}

function temporary(): KubeObject {
  const labels = { 'app.kubernetes.io/managed-by': MANAGER };
  const { metadata, ...object } = namespace({ name: 'naas-preflight', podSecurity: 'baseline', labels });
  const { name, ...rest } = metadata;
  return { ...object, metadata: { ...rest, generateName: `${name}-` } } as KubeObject;
}

/** No pod is taken before the namespace has its service account. */
async function accountOf(name: string, { kube, signal }: Place): Promise<void> {
  await waitForObject(
    kube,
    { apiVersion: 'v1', kind: 'ServiceAccount', namespace: name, name: 'default' },
    (found) => (found ? { state: 'ready' } : { state: 'waiting', reason: 'the namespace has no service account yet' }),
    { deadlineMs: ACCOUNT_MS, signal },
  );
}
