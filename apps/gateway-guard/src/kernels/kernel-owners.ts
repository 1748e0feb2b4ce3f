import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import type { Person } from '../identity/hub-user.ts';
import type { Log } from '../log.ts';
import { Refusal } from '../refusal.ts';
import { type KernelPod, kernelPodOf } from './kernel-pod.ts';
import type { PodsApi } from './pods-api.ts';

export interface KernelOwnersOptions {
  readonly pods: PodsApi;
  readonly clock: Clock;
  readonly log: Log;
}

interface Owned {
  readonly person: string;
  readonly home: string;
  /** Why its pod did not run when it was last seen. */
  readonly waiting?: string | undefined;
  /** Since when its pod is gone; a kernel that restarts has none for a while. */
  goneAt?: number;
}

/** A kernel without a pod is remembered for so long: restarts and slow starts are shorter. */
const FORGET_MS = 600_000;
const MOST_ASKED_AT_ONCE = 4;
const SHORTEST_PAUSE_MS = 500;
const SHORTEST_WATCH_MS = 500;
const LONGEST_PAUSE_MS = 15_000;
const FORGET_EVERY_MS = 60_000;

/**
 * Knows whose each kernel is, from the labels on its pod: nothing here has to survive the guard. A watch keeps it up to
 * date, and a kernel that it does not know is looked up.
 */
export class KernelOwners {
  readonly #options: KernelOwnersOptions;
  readonly #owned = new Map<string, Owned>();
  /** The live pods, by uid. */
  readonly #pods = new Map<string, KernelPod>();
  /** How many kernels are being looked up, by who asks for them. */
  readonly #asking = new Map<string, number>();
  readonly #stop = new AbortController();
  readonly #forgetting: NodeJS.Timeout;
  #watching: Promise<void> | undefined;
  #relisting: Promise<unknown> | undefined;
  #synced = false;

  constructor(options: KernelOwnersOptions) {
    this.#options = options;
    this.#forgetting = setInterval(() => this.#forget(), FORGET_EVERY_MS).unref();
  }

  /** Starts to watch; from then on what it knows is at most a moment old. */
  start(): void {
    this.#watching ??= this.#watch();
  }

  /** Whether all pods have been seen once. */
  get synced(): boolean {
    return this.#synced;
  }

  /** How many kernels it knows. */
  get size(): number {
    return this.#owned.size;
  }

  /** Every pod of a kernel that is there now. */
  livePods(): readonly KernelPod[] {
    return [...this.#pods.values()];
  }

  /** The name of whose kernel it is, as far as is known without asking. */
  personOf(id: string): string | undefined {
    return this.#owned.get(id)?.person;
  }

  knows(id: string): boolean {
    return this.#owned.has(id);
  }

  /** What keeps the pod of a kernel from running, as far as it was seen. */
  waitingFor(id: string): string | undefined {
    return this.#owned.get(id)?.waiting;
  }

  /** Says whose a kernel is before it has a pod. */
  claim(id: string, { name, home }: Person): void {
    this.#owned.set(id, { person: name, home, goneAt: this.#options.clock.now() });
  }

  /** Takes back a claim to a kernel that did not come to be. */
  release(id: string): void {
    if (![...this.#pods.values()].some(({ kernelId }) => kernelId === id)) this.#owned.delete(id);
  }

  isOwn(id: string, { name, home }: Person): boolean {
    const owned = this.#owned.get(id);
    return owned !== undefined && owned.person === name && owned.home === home;
  }

  /**
   * As {@link isOwn}, but asks the cluster before it says no, whether or not the kernel is known: so both take as long.
   *
   * @throws Refusal 429 when the person asks for too many at once, and Error when the cluster cannot be asked
   */
  async isOwnAfterAsking(id: string, person: Person): Promise<boolean> {
    if (this.isOwn(id, person)) return true;
    const asking = this.#asking.get(person.name) ?? 0;
    if (asking >= MOST_ASKED_AT_ONCE) throw new Refusal(429, 'You ask for too many kernels at once.');
    this.#asking.set(person.name, asking + 1);
    try {
      const { items } = await this.#options.pods.list({ kernelId: id });
      for (const pod of items) this.#see(pod);
      return this.isOwn(id, person);
    } finally {
      const left = (this.#asking.get(person.name) ?? 1) - 1;
      if (left > 0) this.#asking.set(person.name, left);
      else this.#asking.delete(person.name);
    }
  }

  /** Asks the cluster for all pods; calls at the same time share one answer. @throws Error when it cannot be asked */
  async relist(): Promise<void> {
    this.#relisting ??= this.#seeAll().finally(() => (this.#relisting = undefined));
    await this.#relisting;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    clearInterval(this.#forgetting);
    await this.#watching;
  }

  async #watch(): Promise<void> {
    const { signal } = this.#stop;
    let pause = SHORTEST_PAUSE_MS;
    while (!signal.aborted) {
      try {
        let version = await this.#list();
        while (!signal.aborted) {
          const begun = performance.now();
          version = await this.#follow(version);
          // One that ends at once, again and again, is no watch.
          if (performance.now() - begun < SHORTEST_WATCH_MS) throw new Error('the watch ended at once');
          pause = SHORTEST_PAUSE_MS;
        }
      } catch (error) {
        if (signal.aborted) return;
        this.#options.log('warning', 'pods-watch-broken', { reason: wordsOf(error) });
        await sleep(pause, undefined, { signal }).catch(() => undefined);
        pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
      }
    }
  }

  async #list(): Promise<string> {
    const { resourceVersion, seen } = await this.#seeAll();
    for (const pod of this.#pods.values()) if (!seen.has(pod.uid)) this.#lose(pod);
    this.#synced = true;
    return resourceVersion;
  }

  /** Only the watch, which goes on from its list, may conclude that what is not in a list is gone. */
  async #seeAll(): Promise<{ resourceVersion: string; seen: Set<string | undefined> }> {
    const { resourceVersion, items } = await this.#options.pods.list({ signal: this.#stop.signal });
    return { resourceVersion, seen: new Set(items.map((item) => this.#see(item)?.uid)) };
  }

  async #follow(version: string): Promise<string> {
    let last = version;
    for await (const { type, object } of this.#options.pods.watch(version, this.#stop.signal)) {
      if (type === 'DELETED') this.#lose(kernelPodOf(object));
      else if (type !== 'BOOKMARK') this.#see(object);
      last = versionOf(object) ?? last;
    }
    return last;
  }

  #see(object: unknown): KernelPod | undefined {
    const pod = kernelPodOf(object);
    if (!pod) return undefined;
    this.#pods.set(pod.uid, pod);
    const { kernelId, person, home } = pod;
    const former = this.#owned.get(kernelId);
    if (former !== undefined && (former.person !== person || former.home !== home)) {
      // Nobody but an administrator can make such a pod; the kernel stays with whom it was first.
      this.#options.log('error', 'kernel-of-two', { kernel: kernelId, pod: pod.podName, person });
      return pod;
    }
    this.#owned.set(kernelId, { person, home, waiting: pod.waiting });
    return pod;
  }

  #lose(pod: KernelPod | undefined): void {
    if (!pod) return;
    this.#pods.delete(pod.uid);
    if ([...this.#pods.values()].some(({ kernelId }) => kernelId === pod.kernelId)) return;
    const owned = this.#owned.get(pod.kernelId);
    if (owned) owned.goneAt = this.#options.clock.now();
  }

  #forget(): void {
    const now = this.#options.clock.now();
    for (const [id, { goneAt }] of this.#owned) {
      if (goneAt !== undefined && now - goneAt > FORGET_MS) this.#owned.delete(id);
    }
  }
}

function versionOf(object: unknown): string | undefined {
  return (object as { metadata?: { resourceVersion?: string } }).metadata?.resourceVersion;
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
