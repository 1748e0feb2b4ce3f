import type { ReviewContext } from '../../engine/index.ts';
import { type KubeObject, listObjects } from '../../kube/index.ts';
import { names } from '../names.ts';

/** The annotation that names the person whose server a pod is. */
const PERSON = 'hub.jupyter.org/username';

/** Says which running servers do not show the guard their own token: they were started before it came. */
export async function serversToRestart({ config, kube, signal }: ReviewContext): Promise<string[]> {
  const [[key, value]] = Object.entries(names.hub.serverSelector) as [[string, string]];
  const pods = await listObjects(
    kube,
    { apiVersion: 'v1', kind: 'Pod' },
    { namespace: config.hub.namespace, labelSelector: `${key}=${value}`, signal },
  );
  const old = pods.filter((pod) => isRunning(pod) && !showsItsToken(pod));
  if (old.length === 0) return [];
  const who = old.map(({ metadata }) => metadata.annotations?.[PERSON] ?? metadata.name).join(', ');
  const words =
    old.length === 1
      ? `1 running server (${who}) reaches no kernels until it is started anew`
      : `${old.length} running servers (${who}) reach no kernels until they are started anew`;
  return [`${words}, since the guard asks for a token that they do not have: naas server stop NAME, then start.`];
}

function isRunning(pod: KubeObject): boolean {
  const { phase } = (pod['status'] ?? {}) as { phase?: string };
  return phase === 'Running' || phase === 'Pending';
}

interface ServerSpec {
  readonly containers?: readonly { readonly env?: readonly { readonly name: string; readonly value?: string }[] }[];
}

function showsItsToken(pod: KubeObject): boolean {
  const { containers = [] } = (pod['spec'] ?? {}) as ServerSpec;
  return containers.some(({ env = [] }) =>
    env.some(({ name, value }) => name === 'JUPYTER_GATEWAY_AUTH_TOKEN' && value === names.guard.serverToken),
  );
}
