import { changesOf, type ApplyEvent, type Plan, type Run } from '@naas/sdk';
import type { KernelPod, People, ProofEvent } from '@naas/user-session';
import type { Platform, PlatformCallOptions } from '../platform/index.ts';
import { samplePeople, samplePlan, samplePreflight, sampleRun, sampleStatus } from './samples.ts';

/** A platform without a cluster, and what was done to it. */
export interface InMemoryPlatform extends Platform {
  /** The changing calls in order, as `apply deploy`, `end kernel 0f3a5c77…`. */
  readonly done: readonly string[];
}

/** What an in-memory platform begins with, and what of it is replaced. */
export interface InMemoryParts extends Partial<Platform> {
  /** How many kernels Alice has. @default 1 */
  readonly kernels?: number;
  /** Pods of kernels that the gateway does not know. */
  readonly orphans?: readonly KernelPod[];
  /** What was done to it before, the latest first. @default nothing */
  readonly runs?: readonly Run[];
}

/**
 * Makes a platform that lives in memory: what is applied is not planned again and is a run of its history, and a kernel
 * that ended is gone. Parts of it can be replaced.
 */
export function inMemoryPlatform(parts: InMemoryParts = {}): InMemoryPlatform {
  const { kernels = 1, orphans = [], runs: before = [], ...replaced } = parts;
  const done: string[] = [];
  const applied = new Set<Plan['intent']>();
  const runs: Run[] = [...before];
  let seen: People = { ...samplePeople(kernels), orphans: { pods: orphans, kernels: [] } };
  const planned = (intent: Plan['intent'], { signal: _signal, ...options }: Asked = {}): Plan =>
    samplePlan({ intent, options, ...(applied.has(intent) ? { actions: [] } : {}) });
  return {
    name: 'lab',
    done,
    preflight: async ({ share = false } = {}) => {
      if (share) done.push('check shares');
      return samplePreflight();
    },
    rbac: async ({ subject } = {}) => [
      { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'naas-deployer' } },
      ...(subject ? [{ apiVersion: 'v1', kind: 'Binding', metadata: { name: subject.name }, subject }] : []),
    ],
    plan: async (options) => planned('deploy', options),
    planAdopt: async (options) => planned('adopt', options),
    planRollback: async (options) => planned('rollback', { run: (runs[0]?.number ?? 2) - 1, ...options }),
    planDestroy: async (options) => planned('destroy', options),
    planKernelspecs: async () => planned('deploy'),
    async *apply(plan, { who = 'alice@desk' } = {}) {
      const number = (runs[0]?.number ?? 0) + 1;
      const { intent, options } = plan;
      done.push(`apply ${intent}`);
      applied.add(intent);
      runs.unshift(
        sampleRun({ number, intent, who, ...(options.run === undefined ? {} : { rolledBackTo: options.run }) }),
      );
      yield* applyEvents(plan, number);
    },
    history: async () => runs,
    holder: async () => undefined,
    drift: async () => ({ since: runs[0], objects: [] }),
    status: async () => sampleStatus(),
    kernelspecs: async () => ({
      specs: [{ name: 'python_kubernetes', inFile: true, onShare: true, inGateway: true }],
      files: [{ path: 'python_kubernetes/kernel.json', state: 'same' }],
    }),
    people: async () => seen,
    async *startServer({ user }) {
      done.push(`start server of ${user}`);
      yield { percent: 50, message: 'Server requested' };
      yield { percent: 100, message: 'Server ready', ready: true };
    },
    async stopServer({ user }) {
      done.push(`stop server of ${user}`);
      return { elapsedMs: 2_100, wasRunning: true };
    },
    async endKernel(id) {
      done.push(`end kernel ${id}`);
      const wasOrphan = seen.orphans.pods.some(({ kernelId }) => kernelId === id);
      seen = withoutKernel(seen, id);
      return { elapsedMs: 3_200, wasRunning: true, wasOrphan };
    },
    prove: async function* () {
      done.push('prove');
      yield* PROOF;
    },
    ...replaced,
  };
}

/** What a plan is asked for with. */
type Asked = Plan['options'] & PlatformCallOptions;

function* applyEvents(plan: Plan, run: number): Generator<ApplyEvent> {
  const changes = changesOf(plan);
  yield { type: 'started', steps: changes.length };
  yield { type: 'run-started', run };
  for (const [index, step] of changes.entries()) {
    yield { type: 'step-started', step, index, steps: changes.length };
    yield { type: 'step-finished', step, elapsedMs: 400 };
  }
  yield { type: 'waiting', component: 'gateway', reason: 'its pod pulls the image', elapsedMs: 1_000 };
  yield { type: 'component-ready', component: 'gateway', elapsedMs: 2_000 };
  yield { type: 'finished', changed: changes.length, elapsedMs: 12_000 };
}

const PROOF: readonly ProofEvent[] = [
  { type: 'phase-started', phase: 'server starts' },
  { type: 'phase-finished', phase: 'server starts', elapsedMs: 4_000, detail: 'pod jupyter-naas-verify' },
  { type: 'picture', png: Uint8Array.of(0x89, 0x50, 0x4e, 0x47) },
  {
    type: 'finished',
    elapsedMs: 4_000,
    phases: [{ phase: 'server starts', elapsedMs: 4_000, detail: 'pod jupyter-naas-verify' }],
  },
];

function withoutKernel({ people, orphans }: People, id: string): People {
  return {
    orphans: { ...orphans, pods: orphans.pods.filter(({ kernelId }) => kernelId !== id) },
    people: people.map((person) => ({ ...person, kernels: person.kernels.filter((kernel) => kernel.id !== id) })),
  };
}
