import { randomUUID } from 'node:crypto';
import type { Pod } from './attempt.ts';

/** What admission adds where a pod has a token, and would add again. */
const isOwn = ({ name }: { readonly name: string }) => !name.startsWith('kube-api-access-');

/** A pod such as the gateway has made one before, for another kernel: without what the cluster has added since. */
export function podLike(made: Pod): Pod {
  const id = randomUUID();
  const { metadata, spec } = structuredClone(made);
  delete spec.nodeName;
  spec.terminationGracePeriodSeconds = 0;
  spec.volumes = spec.volumes?.filter(isOwn) ?? [];
  for (const container of spec.containers) {
    container.volumeMounts = container.volumeMounts?.filter(isOwn) ?? [];
    // It is not to start a kernel that reports to the gateway.
    container.command = ['sleep', '600'];
  }
  const { namespace = '', labels, annotations = {} } = metadata;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `nb-${id}`, namespace, labels: { ...labels, kernel_id: id }, annotations },
    spec,
  };
}
