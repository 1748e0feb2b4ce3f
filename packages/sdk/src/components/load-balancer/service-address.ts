import { NaasError } from '../../errors.ts';
import { type Cause, type Kube, type KubeObject, listEvents, listObjects } from '../../kube/index.ts';

/** The addresses a Service of type LoadBalancer was given: of IP, or names of hosts. */
export function addressesOf(service: KubeObject): string[] {
  const { loadBalancer } = (service['status'] ?? {}) as { loadBalancer?: { ingress?: Ingress[] } };
  return (loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip ?? hostname ?? '');
}

interface Ingress {
  readonly ip?: string;
  readonly hostname?: string;
}

interface Options {
  readonly signal: AbortSignal;
}

/**
 * Says why a Service was given no address. What gives addresses notes in an event when it gave none; where nothing does,
 * there is no event.
 */
export async function whyNoAddress(kube: Kube, service: KubeObject, { signal }: Options): Promise<Cause> {
  const { name, namespace = '', uid } = service.metadata;
  const whose = uid === undefined ? { name, kind: 'Service' } : { uid };
  const events = await listEvents(kube, { namespace, ...whose, signal });
  const warning = events.findLast(({ type }) => type === 'Warning');
  if (warning) return { reason: warning.message, fatal: true };
  return { reason: 'nothing in the cluster has given it one', fatal: false };
}

/**
 * Says why nobody answers at the address of a Service, as far as MetalLB knows: it keeps an object for each node that
 * does. Undefined when a node does, or when there is no such MetalLB, or none that may be asked.
 */
export async function whyNotAnnounced(
  kube: Kube,
  service: KubeObject,
  { namespace, signal }: Options & { readonly namespace: string },
): Promise<string | undefined> {
  const { name, namespace: of } = service.metadata;
  const labelSelector = `metallb.io/service-name=${name},metallb.io/service-namespace=${of}`;
  const list = (kind: string, options: { readonly labelSelector?: string } = {}) =>
    listObjects(kube, { apiVersion: 'metallb.io/v1beta1', kind }, { namespace, ...options, signal });
  try {
    if ((await list('ServiceL2Status', { labelSelector })).length > 0) return undefined;
    if ((await list('L2Advertisement')).length === 0) return 'no L2Advertisement says that it is to be announced';
    return 'no node announces it: is a pod behind it, on a node that is not excluded from load balancers?';
  } catch (error) {
    if (NaasError.is(error) && (error.code === 'KUBE_NOT_FOUND' || error.code === 'KUBE_FORBIDDEN')) return undefined;
    throw error;
  }
}
