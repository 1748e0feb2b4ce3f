import { NaasError } from '../../errors.ts';
import { PLATFORM_NAMESPACE } from '../../config/index.ts';
import {
  type Clock,
  createObject,
  getObject,
  type Kube,
  KubeError,
  type KubeObject,
  type ObjectRef,
  replaceObject,
} from '../../kube/index.ts';

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

export interface LeaseOptions {
  readonly holder: Holder;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Told while another holder is watched, to see whether it is alive. */
  readonly waiting: (reason: string) => void;
  /** Whether a process of this machine is alive. @default asks the system */
  readonly isAlive?: (pid: number) => boolean;
}

const LEASE: ObjectRef = {
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  namespace: PLATFORM_NAMESPACE,
  name: 'naas',
};

/** A holder that did not renew for so long is dead. It renews four times as often. */
const DURATION_MS = 12_000;
const RENEW_MS = DURATION_MS / 4;

/** The one right to change a platform, held from `acquireLease` until it is closed. */
export interface PlatformLease extends AsyncDisposable {
  /** Aborts when the right is lost: whoever holds it must stop at once. */
  readonly lost: AbortSignal;
  /** @throws NaasError `PLATFORM_BUSY` when another has taken it over meanwhile. */
  renew(): Promise<void>;
}

/**
 * Takes the right to change the platform. A holder that has died is waited out: whether it renews is what counts, not
 * what time it is there.
 *
 * @throws NaasError `PLATFORM_BUSY` with who holds it and since when.
 */
export async function acquireLease(kube: Kube, options: LeaseOptions): Promise<PlatformLease> {
  for (;;) {
    const there = await getObject(kube, LEASE, options);
    if (there && isHeld(there)) await outlive(kube, there, options);
    try {
      const object = leaseObject(options, there);
      const mine = there ? await replaceObject(kube, object, options) : await createObject(kube, object, options);
      return holdLease(kube, mine, options);
    } catch (error) {
      // Somebody else was faster: look again at who it is.
      if (!(error instanceof KubeError) || error.status !== 409) throw error;
    }
  }
}

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
export async function readLease(kube: Kube, { signal }: Pick<LeaseOptions, 'signal'>): Promise<AtWork | undefined> {
  const there = await getObject(kube, LEASE, { signal });
  if (!there || !isHeld(there)) return undefined;
  const { who, purpose, since } = holderOf(there);
  const { renewTime = '' } = there['spec'] as { renewTime?: string };
  return { who, purpose, since, renewedAt: toTheSecond(renewTime) };
}

/** Returns when the holder is dead; throws when it is alive. */
async function outlive(kube: Kube, seen: KubeObject, options: LeaseOptions): Promise<void> {
  const { clock, signal, waiting } = options;
  if (diedHere(seen, options)) return;
  waiting(`${describe(seen)}; looking whether that is still so`);
  const start = clock.now();
  while (clock.now() - start < DURATION_MS) {
    await clock.sleep(RENEW_MS / 3, signal);
    const now = await getObject(kube, LEASE, { signal });
    if (!now || !isHeld(now)) return;
    if (now.metadata.resourceVersion !== seen.metadata.resourceVersion) throw busy(now);
  }
}

function diedHere(lease: KubeObject, { holder, isAlive = processLives }: LeaseOptions): boolean {
  const { host, pid } = holderOf(lease);
  return host === holder.host && pid !== undefined && pid !== holder.pid && !isAlive(pid);
}

function processLives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function holdLease(kube: Kube, acquired: KubeObject, options: LeaseOptions): PlatformLease {
  const { clock } = options;
  const lost = new AbortController();
  const closed = new AbortController();
  let current = acquired;
  let turn: Promise<void> = Promise.resolve();
  const inTurn = (action: () => Promise<void>) => {
    turn = turn.catch(() => {}).then(action);
    return turn;
  };
  const renew = async () => {
    lost.signal.throwIfAborted();
    const spec = { ...(current['spec'] as object), renewTime: microTime(clock.now()) };
    try {
      current = await replaceObject(kube, { ...current, spec });
    } catch (error) {
      if (!(error instanceof KubeError) || (error.status !== 409 && error.status !== 404)) throw error;
      const other = await getObject(kube, LEASE);
      lost.abort(other && isHeld(other) ? busy(other) : takenAway());
      lost.signal.throwIfAborted();
    }
  };
  const beat = async () => {
    while (!closed.signal.aborted && !lost.signal.aborted) {
      await clock.sleep(RENEW_MS, closed.signal).catch(() => {});
      // A server that cannot be reached now may be with the next beat; a lease that is lost says so itself.
      if (!closed.signal.aborted) await inTurn(renew).catch(() => {});
    }
  };
  void beat();
  return {
    lost: lost.signal,
    renew: () => inTurn(renew),
    async [Symbol.asyncDispose]() {
      closed.abort();
      await inTurn(async () => {
        if (lost.signal.aborted) return;
        const { holderIdentity: _gone, ...spec } = current['spec'] as Record<string, unknown>;
        await replaceObject(kube, { ...current, spec });
      }).catch(() => {});
    },
  };
}

function leaseObject({ holder, clock }: LeaseOptions, there: KubeObject | undefined): KubeObject {
  const { who, host, pid, purpose } = holder;
  const now = microTime(clock.now());
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
      acquireTime: now,
      renewTime: now,
      leaseTransitions: transitions + 1,
    },
  };
}

function isHeld(lease: KubeObject): boolean {
  return holderOf(lease).who !== '';
}

function holderOf(lease: KubeObject): { who: string; since: string; purpose: string; host: string; pid?: number } {
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

function describe(lease: KubeObject): string {
  const { who, since, purpose } = holderOf(lease);
  return `${who} is at work on the platform (${purpose}, since ${since})`;
}

function busy(lease: KubeObject): NaasError {
  return new NaasError('PLATFORM_BUSY', `${describe(lease)}. Nothing more was changed.`, {
    hint: 'Wait until that has ended, then look at the plan again.',
    retryable: true,
    subject: { kind: LEASE.kind, name: LEASE.name, namespace: PLATFORM_NAMESPACE },
  });
}

function takenAway(): NaasError {
  return new NaasError('PLATFORM_BUSY', 'The right to change the platform was taken away. Nothing more was changed.', {
    hint: `Somebody deleted or freed the Lease ${PLATFORM_NAMESPACE}/${LEASE.name}. Look at the plan again.`,
    retryable: true,
  });
}

function toTheSecond(time: string): string {
  return time.replace(/\.\d+Z$/, 'Z');
}

/** Leases keep their times to the microsecond. */
function microTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('Z', '000Z');
}
