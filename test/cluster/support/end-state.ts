import type { PlatformUnderTest } from './platform.ts';

const KINDS = [
  'namespaces',
  'persistentvolumes',
  'persistentvolumeclaims',
  'secrets',
  'configmaps',
  'services',
  'serviceaccounts',
  'deployments',
  'networkpolicies',
  'roles',
  'rolebindings',
].join(',');

const OURS = ['jupyterhub', 'enterprise-gateway', 'notebook-kernels', 'naas-system'];

/** What the server writes by itself, and what is another each time: made secrets, and what is counted from them. */
const PASSING =
  /"(?:uid|resourceVersion|creationTimestamp|generation|managedFields|clusterIP|nodePort|checksum\/[\w-]+|naas\.dev\/[\w-]+-token|deployment\.kubernetes\.io\/revision)"/;

interface Found {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly [field: string]: unknown;
}

/**
 * All that a platform consists of, comparable between two clusters: an object a line, with what it wants and without what
 * only tells when it was made. Helm's records and the runs count by how the last one stands, not by how many there were.
 */
export async function endState(platform: PlatformUnderTest): Promise<string[]> {
  const { stdout } = await platform.kubectl('get', KINDS, '--all-namespaces', '-o', 'json');
  const { items } = JSON.parse(stdout) as { items: Found[] };
  return items
    .filter((item) => OURS.includes(item.metadata.namespace ?? item.metadata.name) || isVolume(item))
    .filter((item) => !isRecord(item))
    .map(describe)
    .sort();
}

function isVolume({ kind, metadata }: Found): boolean {
  return kind === 'PersistentVolume' && metadata.name.startsWith('nfs-pv');
}

/** History and leases tell how it came about, and may differ. */
function isRecord({ kind, metadata: { name } }: Found): boolean {
  return (
    /^(?:sh\.helm\.release|naas-run-|naas-inventory|naas-kept-)/.test(name) ||
    (kind === 'ConfigMap' && name === 'kube-root-ca.crt')
  );
}

function describe(item: Found): string {
  const { kind, metadata } = item;
  const name = `${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
  if (kind === 'Secret') return `${name} ${Object.keys((item['data'] as object | undefined) ?? {}).join(',')}`;
  const { status: _status, ...rest } = item;
  const kept = JSON.stringify(rest, (key, value: unknown) => {
    if (PASSING.test(`"${key}"`) || key === 'claimRef' || key === 'clusterIPs' || key === 'volumeName')
      return undefined;
    return key === 'kubectl.kubernetes.io/last-applied-configuration' ? undefined : value;
  });
  return `${name} ${kept}`;
}
