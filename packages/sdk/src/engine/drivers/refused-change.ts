import type { KubeError, KubeObject } from '../../kube/index.ts';

const NO_RESIZE = /can be resized/;

/** A field that cannot be changed or that another manager holds; a claim's size is "forbidden", as a right would be. */
export function isRefusedAsSuch({ code, message }: KubeError): boolean {
  return code === 'KUBE_INVALID' || code === 'KUBE_CONFLICT' || (code === 'KUBE_FORBIDDEN' && NO_RESIZE.test(message));
}

/** Says why an object cannot be changed as wanted, and what a person can do. */
export function wayOut(live: KubeObject, error: KubeError): string {
  const { kind } = live;
  // The server adds a diff of the whole object: the first line says it.
  const refusal = error.message.split('\n')[0] ?? '';
  if (NO_RESIZE.test(refusal)) return `${refusal}. Set its size in the file back to what it was`;
  if (kind !== 'PersistentVolume' && kind !== 'PersistentVolumeClaim') return refusal;
  return `${refusal}. Where a volume is cannot be changed in place: stop who uses it, then ${deletion(live)} (the files stay on the share) and deploy again`;
}

/** A volume is held by its claim, so the claim goes first. */
function deletion({ kind, metadata, ...object }: KubeObject): string {
  const claimRef = (object['spec'] as { claimRef?: { namespace: string; name: string } } | undefined)?.claimRef;
  const claim = kind === 'PersistentVolume' ? claimRef : { namespace: metadata.namespace ?? '', name: metadata.name };
  const volume = kind === 'PersistentVolume' ? ` && kubectl delete persistentvolume ${metadata.name}` : '';
  return `\`kubectl delete persistentvolumeclaim -n ${claim?.namespace} ${claim?.name}${volume}\``;
}
