import {
  type Clock,
  createObject,
  getObject,
  type Kube,
  KubeError,
  type KubeObject,
  replaceObject,
} from '../../kube/index.ts';
import {
  busy,
  DURATION_MS,
  type Holder,
  holderOf,
  holderWords,
  isHeld,
  LEASE,
  isSameHold,
  leaseHeldBy,
  microTime,
  takenAway,
} from './lease-object.ts';

export interface LeaseOptions {
  readonly holder: Holder;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Told while another holder is watched, to see whether it is alive. */
  readonly waiting: (reason: string) => void;
  /** Whether a process of this machine is alive. @default asks the system */
  readonly isAlive?: (pid: number) => boolean;
}

/** Four chances to renew before a holder counts as dead. */
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
      const object = leaseHeldBy(options.holder, options.clock.now(), there);
      const mine = there ? await replaceObject(kube, object, options) : await createObject(kube, object, options);
      return holdLease(kube, mine, options);
    } catch (error) {
      // Somebody else was faster: look again at who it is.
      if (!(error instanceof KubeError) || error.status !== 409) throw error;
    }
  }
}

/** Returns when the holder is dead; throws when it is alive. */
async function outlive(kube: Kube, seen: KubeObject, options: LeaseOptions): Promise<void> {
  const { clock, signal, waiting } = options;
  if (diedHere(seen, options)) return;
  waiting(`${holderWords(seen)}; looking whether that is still so`);
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
      // Ours after all: the answer to an earlier attempt was lost on its way.
      if (other && isSameHold(other, current)) {
        current = other;
        return;
      }
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
