import { isDeepStrictEqual } from 'node:util';
import { NaasError } from '../../errors.ts';
import { PLATFORM_NAMESPACE } from '../../config/index.ts';
import { getObject, type Kube, type KubeObject, type ObjectRef } from '../../kube/index.ts';

/** Who changes the platform, as others are told. */
export interface Holder {
  /** As `alice@desk`. */
  readonly who: string;
  /** The machine, and the process on it: a holder that died here need not be waited out. */
  readonly host: string;
  readonly pid: number;
  /** What for: `deploy`, `destroy`. */
  readonly purpose: string;
}

/** Where the right to change the platform is. */
export const LEASE: ObjectRef = {
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  namespace: PLATFORM_NAMESPACE,
  name: 'naas',
};

/** A holder that did not renew for so long is dead. */
export const DURATION_MS = 12_000;

/** Who changes the platform, as the cluster has it; whether they are still alive only their signs of life tell. */
export interface AtWork {
  /** As `alice@desk`. */
  readonly who: string;
  /** What for: `deploy`, `destroy`. */
  readonly purpose: string;
  /** RFC 3339. */
  readonly since: string;
  /** The last sign of life, RFC 3339: one that is alive gives one every few seconds. */
  readonly renewedAt: string;
}

/** Reads who changes the platform right now; undefined when nobody does. */
export async function readLease(kube: Kube, { signal }: { readonly signal: AbortSignal }): Promise<AtWork | undefined> {
  const there = await getObject(kube, LEASE, { signal });
  if (!there || !isHeld(there)) return undefined;
  const { who, purpose, since } = holderOf(there);
  const { renewTime = '' } = there['spec'] as { renewTime?: string };
  return { who, purpose, since, renewedAt: toTheSecond(renewTime) };
}

/** The lease as this holder takes it over from how it is there. */
export function leaseHeldBy(holder: Holder, now: number, there: KubeObject | undefined): KubeObject {
  const { who, host, pid, purpose } = holder;
  const time = microTime(now);
  const transitions = (there?.['spec'] as { leaseTransitions?: number } | undefined)?.leaseTransitions ?? 0;
  const { resourceVersion } = there?.metadata ?? {};
  return {
    apiVersion: LEASE.apiVersion,
    kind: LEASE.kind,
    metadata: {
      name: LEASE.name,
      namespace: PLATFORM_NAMESPACE,
      ...(resourceVersion === undefined ? {} : { resourceVersion }),
      annotations: { 'naas.dev/purpose': purpose, 'naas.dev/host': host, 'naas.dev/pid': String(pid) },
    },
    spec: {
      holderIdentity: who,
      leaseDurationSeconds: DURATION_MS / 1000,
      acquireTime: time,
      renewTime: time,
      leaseTransitions: transitions + 1,
    },
  };
}

/** Whether anybody holds it, alive or not. */
export function isHeld(lease: KubeObject): boolean {
  return holderOf(lease).who !== '';
}

/** Whether two versions of a lease are of one and the same holding of it. */
export function isSameHold(a: KubeObject, b: KubeObject): boolean {
  const { leaseTransitions: first } = a['spec'] as { leaseTransitions?: number };
  const { leaseTransitions: second } = b['spec'] as { leaseTransitions?: number };
  return first === second && isDeepStrictEqual(holderOf(a), holderOf(b));
}

/** Who holds a lease, as its holder wrote it. */
export function holderOf(lease: KubeObject): {
  who: string;
  since: string;
  purpose: string;
  host: string;
  pid?: number;
} {
  const { holderIdentity = '', acquireTime = '' } = lease['spec'] as { holderIdentity?: string; acquireTime?: string };
  const { annotations = {} } = lease.metadata;
  const pid = Number(annotations['naas.dev/pid']);
  return {
    who: holderIdentity,
    since: toTheSecond(acquireTime),
    purpose: annotations['naas.dev/purpose'] ?? 'change',
    host: annotations['naas.dev/host'] ?? '',
    ...(Number.isInteger(pid) ? { pid } : {}),
  };
}

/** Says who is at work, what for and since when. */
export function holderWords(lease: KubeObject): string {
  const { who, since, purpose } = holderOf(lease);
  return `${who} is at work on the platform (${purpose}, since ${since})`;
}

/** The error that somebody else is at work. */
export function busy(lease: KubeObject): NaasError {
  return new NaasError('PLATFORM_BUSY', `${holderWords(lease)}. Nothing more was changed.`, {
    hint: 'Wait until that has ended, then look at the plan again.',
    retryable: true,
    subject: { kind: LEASE.kind, name: LEASE.name, namespace: PLATFORM_NAMESPACE },
  });
}

/** The error that the lease is nobody's any more. */
export function takenAway(): NaasError {
  return new NaasError('PLATFORM_BUSY', 'The right to change the platform was taken away. Nothing more was changed.', {
    hint: `Somebody deleted or freed the Lease ${PLATFORM_NAMESPACE}/${LEASE.name}. Look at the plan again.`,
    retryable: true,
  });
}

function toTheSecond(time: string): string {
  return time.replace(/\.\d+Z$/, 'Z');
}

/** A time as leases keep it, to the microsecond. */
export function microTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('Z', '000Z');
}
