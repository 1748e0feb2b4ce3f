import { createObject, type Kube, KubeError, type KubeObject, type ObjectRef, refOf } from '../../kube/index.ts';
import { MANAGER } from '../../resources/index.ts';
import { SECRET } from './record.ts';

/** Where copies of Helm's records are kept, and what else they are labelled with. The namespace must exist. */
export interface KeepIn {
  readonly namespace: string;
  readonly labels?: Readonly<Record<string, string>>;
}

export interface KeepRecordOptions {
  readonly keepIn: KeepIn;
  readonly signal?: AbortSignal;
}

/** Not Helm's own type, and without Helm's labels, so that no Helm takes a copy for a release. */
const KEPT_TYPE = 'naas.dev/kept-release';

/**
 * Keeps a copy of the Secret in which Helm stores a revision, and gives its address. It is called after release,
 * revision and uid, so that a copy which is there already is the right one and stays as it is.
 */
export async function keepRecord(
  kube: Kube,
  record: KubeObject,
  { keepIn, ...options }: KeepRecordOptions,
): Promise<ObjectRef> {
  const copy = copyOf(record, keepIn);
  try {
    await createObject(kube, copy, options);
  } catch (error) {
    if (!(error instanceof KubeError && error.reason === 'AlreadyExists')) throw error;
  }
  return refOf(copy);
}

function copyOf({ metadata, data }: KubeObject, { namespace, labels }: KeepIn): KubeObject {
  const { name = '', version = '', status = '' } = metadata.labels ?? {};
  return {
    ...SECRET,
    metadata: {
      name: `naas-kept-${name}-v${version}-${(metadata.uid ?? '').slice(0, 8)}`,
      namespace,
      labels: { ...labels, 'app.kubernetes.io/managed-by': MANAGER },
      annotations: {
        'naas.dev/kept-from': `${metadata.namespace ?? ''}/${metadata.name}`,
        'naas.dev/kept-status': status,
      },
    },
    type: KEPT_TYPE,
    immutable: true,
    data,
  };
}
