import { addressesOf } from '../components/index.ts';
import type { KubeObject } from '../kube/index.ts';
import type { ClaimRow, PodRow, ServiceRow, VolumeRow } from './platform-status.ts';

/** The annotation that names the person a kernel pod belongs to. */
const KERNEL_PERSON = 'naas.dev/user';

/** The annotation that names the person a server's pod belongs to. */
const SERVER_PERSON = 'hub.jupyter.org/username';

export function volumeRow(volume: KubeObject): VolumeRow {
  const spec = volume['spec'] as {
    capacity?: { storage?: string };
    claimRef?: { namespace: string; name: string };
    persistentVolumeReclaimPolicy?: string;
    storageClassName?: string;
    nfs?: { server: string; path: string };
    hostPath?: { path: string };
  };
  return {
    name: volume.metadata.name,
    capacity: spec.capacity?.storage ?? '',
    phase: phaseOf(volume),
    claim: spec.claimRef ? `${spec.claimRef.namespace}/${spec.claimRef.name}` : '',
    reclaimPolicy: spec.persistentVolumeReclaimPolicy ?? '',
    storageClass: spec.storageClassName ?? '',
    source: spec.nfs ? `${spec.nfs.server}:${spec.nfs.path}` : (spec.hostPath?.path ?? ''),
  };
}

export function claimRow(claim: KubeObject): ClaimRow {
  const spec = claim['spec'] as { volumeName?: string; storageClassName?: string };
  const status = claim['status'] as { capacity?: { storage?: string } } | undefined;
  return {
    namespace: claim.metadata.namespace ?? '',
    name: claim.metadata.name,
    phase: phaseOf(claim),
    volume: spec.volumeName ?? '',
    capacity: status?.capacity?.storage ?? '',
    storageClass: spec.storageClassName ?? '',
  };
}

/** Where an address is still awaited, as kubectl says it. */
export const PENDING = '<pending>';

export function serviceRow(service: KubeObject): ServiceRow {
  const spec = service['spec'] as {
    type?: string;
    clusterIP?: string;
    ports?: { port: number; nodePort?: number; protocol?: string }[];
  };
  const external = addressesOf(service).join(', ');
  const ports = (spec.ports ?? []).map(({ port, nodePort, protocol }) =>
    nodePort === undefined ? `${port}/${protocol ?? 'TCP'}` : `${port}:${nodePort}/${protocol ?? 'TCP'}`,
  );
  return {
    namespace: service.metadata.namespace ?? '',
    name: service.metadata.name,
    type: spec.type ?? '',
    clusterIp: spec.clusterIP ?? '',
    externalIp: external === '' && spec.type === 'LoadBalancer' ? PENDING : external,
    ports: ports.join(', '),
  };
}

interface PodStatus {
  readonly phase?: string;
  readonly startTime?: string;
  readonly reason?: string;
  readonly conditions?: readonly { readonly type: string; readonly status: string; readonly reason?: string }[];
  readonly initContainerStatuses?: readonly ContainerStatus[];
  readonly containerStatuses?: readonly ContainerStatus[];
}

interface ContainerStatus {
  readonly ready: boolean;
  readonly restartCount: number;
  readonly state?: { readonly waiting?: { readonly reason?: string } };
}

export function podRow(pod: KubeObject): PodRow {
  const status = (pod['status'] ?? {}) as PodStatus;
  const containers = status.containerStatuses ?? [];
  // A pod that no node has taken yet has no statuses.
  const wanted = (pod['spec'] as { containers?: readonly unknown[] } | undefined)?.containers ?? containers;
  const reason = reasonOf(status);
  const role = roleOf(pod);
  const person = pod.metadata.annotations?.[role === 'kernel' ? KERNEL_PERSON : SERVER_PERSON];
  return {
    namespace: pod.metadata.namespace ?? '',
    name: pod.metadata.name,
    role,
    ...(role === 'platform' || person === undefined ? {} : { person }),
    ready: `${containers.filter(({ ready }) => ready).length}/${wanted.length}`,
    phase: pod.metadata.deletionTimestamp === undefined ? phaseOf(pod) : 'Terminating',
    restarts: containers.reduce((total, { restartCount }) => total + restartCount, 0),
    ...(status.startTime === undefined ? {} : { startedAt: status.startTime }),
    ...(reason === undefined ? {} : { reason }),
  };
}

/** What a container waits for says more than the words for the pod as a whole, and an init container holds up the rest. */
function reasonOf({ initContainerStatuses = [], containerStatuses = [], conditions = [], reason }: PodStatus) {
  const waiting = [...initContainerStatuses, ...containerStatuses]
    .map(({ state }) => state?.waiting?.reason)
    .filter((each) => each !== undefined);
  const unscheduled = conditions.find(({ type, status }) => type === 'PodScheduled' && status === 'False');
  return waiting.find((each) => each !== 'PodInitializing') ?? waiting[0] ?? reason ?? unscheduled?.reason;
}

function roleOf(pod: KubeObject): PodRow['role'] {
  const component = pod.metadata.labels?.['component'];
  if (component === 'singleuser-server') return 'server';
  return component === 'kernel' ? 'kernel' : 'platform';
}

function phaseOf(object: KubeObject): string {
  return (object['status'] as { phase?: string } | undefined)?.phase ?? 'Unknown';
}
