import { z } from 'zod';
import { NaasError } from '../../errors.ts';
import type { Kube } from '../connection.ts';
import type { CallOptions } from '../object.ts';
import { getObject, listObjects } from '../objects/read.ts';

/** A pod and the port in it. */
export interface PodPort {
  readonly pod: string;
  readonly port: number;
}

const ServiceShape = z.object({
  spec: z.object({ ports: z.array(z.object({ name: z.string().default(''), port: z.number() })).default([]) }),
});
const SliceShape = z.object({
  ports: z.array(z.object({ name: z.string().default(''), port: z.number().nullish() })).nullish(),
  endpoints: z
    .array(
      z.object({
        conditions: z.object({ ready: z.boolean().nullish() }).nullish(),
        targetRef: z.object({ kind: z.string().default(''), name: z.string().default('') }).nullish(),
      }),
    )
    .nullish(),
});

/**
 * Finds a ready pod behind a port of a Service, by the Service's EndpointSlices: they carry the pod's own port number
 * also where the Service names it.
 *
 * @throws NaasError `KUBE_NOT_FOUND` without such a Service or port, `COMPONENT_NOT_READY` without a ready pod.
 */
export async function podBehind(
  kube: Kube,
  service: { readonly namespace: string; readonly name: string; readonly port: number },
  options: CallOptions,
): Promise<PodPort> {
  const { namespace, name, port } = service;
  const subject = { kind: 'Service', name, namespace };
  const found = await getObject(kube, { apiVersion: 'v1', kind: 'Service', name, namespace }, options);
  if (!found) throw new NaasError('KUBE_NOT_FOUND', `There is no Service ${namespace}/${name}.`, { subject });
  const { ports } = ServiceShape.parse(found).spec;
  const wanted = ports.find((one) => one.port === port);
  if (!wanted) {
    const has = ports.map((one) => one.port).join(', ') || 'none';
    throw new NaasError('KUBE_NOT_FOUND', `Service ${namespace}/${name} has no port ${port} (it has: ${has}).`, {
      subject,
    });
  }
  const labelSelector = `kubernetes.io/service-name=${name}`;
  const slices = await listObjects(
    kube,
    { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice' },
    { ...options, namespace, labelSelector },
  );
  for (const slice of slices.map((one) => SliceShape.parse(one))) {
    const target = slice.ports?.find((one) => one.name === wanted.name)?.port;
    const ready = slice.endpoints?.find(
      ({ conditions, targetRef }) => conditions?.ready !== false && targetRef?.kind === 'Pod',
    );
    if (typeof target === 'number' && ready?.targetRef) return { pod: ready.targetRef.name, port: target };
  }
  throw new NaasError('COMPONENT_NOT_READY', `Service ${namespace}/${name} has no ready pod behind it.`, {
    subject,
    retryable: true,
    hint: `See what its pods are doing: kubectl get pods -n ${namespace}`,
  });
}
