import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { type Gateway, parsed } from '../kernels/gateway.ts';
import type { KernelOwners } from '../kernels/kernel-owners.ts';
import type { PodsApi } from '../kernels/pods-api.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../operations/metrics.ts';
import type { Settings } from '../settings.ts';
import { judge, type LeftOver } from './judge.ts';

export interface LeftOversOptions {
  readonly gateway: Gateway;
  readonly owners: KernelOwners;
  readonly pods: PodsApi;
  readonly peopleWithServers: () => Promise<Set<string>>;
  readonly isFirst: () => Promise<boolean>;
  readonly settings: Settings['leftOvers'] & { readonly launchSeconds: number };
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
}

const LONGEST_ROUND_MS = 30_000;
const SHORTEST_ROUND_MS = 2_000;
const kernelsSchema = z.array(z.looseObject({ id: z.string() }));

/**
 * Ends kernels whose person has no server any more, and finds pods and kernels that have lost each other. Every replica
 * watches, so that a new first one need not begin again; only the first acts.
 */
export class LeftOvers implements AsyncDisposable {
  readonly #options: LeftOversOptions;
  readonly #stop = new AbortController();
  /** Since when each has been left over, in rounds that could see everything. */
  readonly #since = new Map<string, number>();
  readonly #told = new Set<string>();
  #running: Promise<void> | undefined;

  constructor(options: LeftOversOptions) {
    this.#options = options;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Looks once. @throws when gateway, hub or cluster cannot be asked: then nothing is concluded */
  async round(): Promise<void> {
    const { gateway, owners, settings, clock } = this.#options;
    const now = clock.now();
    const [answer, people] = await Promise.all([
      gateway.ask({ path: '/api/kernels' }),
      settings.endAfterSeconds > 0 ? this.#options.peopleWithServers() : undefined,
      owners.relist(),
    ]);
    const kernels = kernelsSchema.parse(parsed(answer, 'its kernels')).map(({ id }) => id);
    const pods = owners.livePods();
    const found = judge({ kernels, pods, people, personOf: (id) => owners.personOf(id) });
    this.#keep(found, now);
    if (!(await this.#options.isFirst())) return;
    for (const leftOver of found) {
      const age = now - (this.#since.get(leftOver.key) ?? now);
      if (age >= this.#graceMs(leftOver)) await this.#settle(leftOver);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    const { endAfterSeconds } = this.#options.settings;
    const third = endAfterSeconds > 0 ? (endAfterSeconds * 1000) / 3 : LONGEST_ROUND_MS;
    const pause = Math.min(Math.max(third, SHORTEST_ROUND_MS), LONGEST_ROUND_MS);
    while (!signal.aborted) {
      await sleep(pause, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      await this.round().catch((error: unknown) => {
        this.#options.log('warning', 'left-overs-unseen', {
          reason: error instanceof Error ? error.message : String(error),
        });
      });
    }
  }

  #keep(found: readonly LeftOver[], now: number): void {
    const keys = new Set(found.map(({ key }) => key));
    for (const key of this.#since.keys()) if (!keys.has(key)) this.#since.delete(key);
    for (const key of this.#told) if (!keys.has(key)) this.#told.delete(key);
    for (const key of keys) if (!this.#since.has(key)) this.#since.set(key, now);
  }

  /** A kernel that starts has a pod before the gateway lists it, and one that ends the other way round. */
  #graceMs({ kind }: LeftOver): number {
    const { endAfterSeconds, launchSeconds } = this.#options.settings;
    return 1000 * (kind === 'kernel-of-nobody-here' ? endAfterSeconds : launchSeconds + 30);
  }

  async #settle(leftOver: LeftOver): Promise<void> {
    const { gateway, pods, settings, log, metrics } = this.#options;
    const { kind, kernel, person } = leftOver;
    const fields = { kernel, person, ...('pod' in leftOver && { pod: leftOver.pod.podName }) };
    if (kind !== 'kernel-of-nobody-here' && !settings.sweepOrphans) {
      if (this.#told.has(leftOver.key)) return;
      this.#told.add(leftOver.key);
      metrics.leftOver(kind, 'reported');
      return log('warning', kind, { ...fields, reason: leftOver.reason });
    }
    const wasThere =
      'pod' in leftOver
        ? await pods.remove(leftOver.pod)
        : (await gateway.ask({ method: 'DELETE', path: `/api/kernels/${kernel}` })).status === 204;
    // Another replica, or its person, was faster.
    if (!wasThere) return;
    metrics.leftOver(kind, 'ended');
    log('info', 'kernel-stopped', { ...fields, reason: leftOver.reason });
  }
}
