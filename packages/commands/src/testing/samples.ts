import {
  type Finding,
  type Plan,
  planDigest,
  type PlannedAction,
  type PlatformStatus,
  type PreflightReport,
  type Run,
} from '@naas/sdk';
import type { KernelPod, People, PersonKernel, Server } from '@naas/user-session';

/** The moment the samples are seen at. */
export const NOW = Date.parse('2026-01-05T12:00:00Z');

/** One action of a plan; a new Deployment unless told otherwise. */
export function sampleAction(different: Partial<PlannedAction> = {}): PlannedAction {
  return {
    id: 'Deployment enterprise-gateway/enterprise-gateway',
    component: 'gateway',
    driver: 'manifest',
    verb: 'create',
    subject: { kind: 'Deployment', name: 'enterprise-gateway', namespace: 'enterprise-gateway' },
    changes: [],
    state: 'seen',
    ...different,
  };
}

/** A plan of three changes unless told otherwise, something to check, to create and to update, with its digest. */
export function samplePlan(different: Partial<Omit<Plan, 'digest'>> = {}): Plan {
  const plan: Omit<Plan, 'digest'> = {
    platform: 'lab',
    intent: 'deploy',
    options: {},
    actions: [
      sampleAction({
        id: 'Probe homes',
        component: 'homes',
        driver: 'probe',
        reason: 'that the share can be mounted and written',
      }),
      sampleAction(),
      sampleAction({
        id: 'ConfigMap jupyterhub/hub',
        component: 'hub',
        verb: 'update',
        changes: [{ path: 'data.limit', before: '1', after: '2' }],
      }),
      sampleAction({ id: 'Namespace jupyterhub', component: 'namespaces', verb: 'noop' }),
    ],
    warnings: [],
    ...different,
  };
  return { ...plan, digest: planDigest(plan) };
}

/** A run that came to its end; a deploy by Alice unless told otherwise. */
export function sampleRun(different: Partial<Run> = {}): Run {
  return {
    number: 1,
    platform: 'lab',
    intent: 'deploy',
    who: 'alice@desk',
    startedAt: '2026-01-05T11:00:00.000Z',
    finishedAt: '2026-01-05T11:00:12.000Z',
    outcome: 'done',
    summary: 'create 2, update 1',
    ...different,
  };
}

/** What a cluster that lacks nothing is found to be, with these findings besides. */
export function samplePreflight(...findings: readonly Finding[]): PreflightReport {
  return {
    platform: 'lab',
    cluster: {
      distribution: 'k3s',
      version: 'v1.34.4+k3s1',
      major: 1,
      minor: 34,
      storageClasses: [
        { name: 'local-path', isDefault: true, provisioner: 'rancher.io/local-path' },
        { name: 'slow', isDefault: false, provisioner: 'example.com/disk' },
      ],
      dns: { state: 'yes', words: 'There is a DNS' },
      authorization: { state: 'yes', words: 'Rights are checked' },
      loadBalancer: { state: 'yes', words: 'ServiceLB of k3s gives Services the addresses of nodes', serviceLb: true },
      networkPolicies: { state: 'unknown', words: 'Whether NetworkPolicies are enforced is unknown' },
    },
    findings: [
      { code: 'kubernetes', level: 'ok', words: 'Kubernetes v1.34.4+k3s1 (k3s)' },
      { code: 'share', level: 'unknown', words: 'Not checked yet', hint: 'naas preflight --share' },
      ...findings,
    ],
  };
}

/** A platform that is well. */
export function sampleStatus(different: Partial<PlatformStatus> = {}): PlatformStatus {
  const started = '2026-01-05T11:00:00Z';
  return {
    platform: 'lab',
    health: [
      { part: 'hub', state: 'well', words: 'JupyterHub 5.5.0 answers' },
      { part: 'gateway', state: 'well', words: 'it offers python_kubernetes' },
    ],
    volumes: [
      {
        name: 'nfs-pv',
        capacity: '15Gi',
        phase: 'Bound',
        claim: 'jupyterhub/jhub-claim',
        reclaimPolicy: 'Retain',
        storageClass: '',
        source: 'nfs 10.0.0.1:/homes',
      },
    ],
    claims: [
      {
        namespace: 'jupyterhub',
        name: 'jhub-claim',
        phase: 'Bound',
        volume: 'nfs-pv',
        capacity: '15Gi',
        storageClass: '',
      },
    ],
    services: [],
    pods: [
      {
        namespace: 'jupyterhub',
        name: 'hub-1',
        role: 'platform',
        ready: '1/1',
        phase: 'Running',
        restarts: 0,
        startedAt: started,
      },
    ],
    signIn: ['Sign in at http://192.168.1.201'],
    notes: [],
    releases: [
      {
        namespace: 'jupyterhub',
        name: 'jhub',
        revision: 1,
        status: 'deployed',
        chart: 'jupyterhub-4.4.0',
        appVersion: '5.5.0',
        updated: started,
      },
    ],
    ...different,
  };
}

/** Alice with a server and as many kernels as asked for, and Bob who has nothing running. */
export function samplePeople(kernels = 1): People {
  const server: Server = {
    user: 'alice',
    name: '',
    ready: true,
    pending: null,
    started: '2026-01-05T11:00:00Z',
    lastActivity: '2026-01-05T11:58:00Z',
    url: '/user/alice/',
  };
  return {
    people: [
      { name: 'alice', servers: [server], kernels: Array.from({ length: kernels }, (_, index) => sampleKernel(index)) },
      { name: 'bob', servers: [], kernels: [] },
    ],
    orphans: { pods: [], kernels: [] },
  };
}

/** The pod of somebody's kernel that the gateway does not know. */
export function sampleOrphan(user: string): KernelPod {
  return {
    kernelId: '77aa0000-0000-4000-8000-000000000000',
    user,
    podName: 'kernel-77aa',
    namespace: 'notebook-kernels',
    uid: 'uid-77aa',
    phase: 'Running',
    startedAt: '2026-01-05T11:00:00Z',
  };
}

function sampleKernel(index: number): PersonKernel {
  return {
    id: `${index}f3a5c77-2f0e-4f0e-9d3f-4b2f0a1c9e55`,
    kernelspec: 'python_kubernetes',
    state: index === 0 ? 'busy' : 'idle',
    lastActivity: '2026-01-05T11:57:00Z',
    connections: 1,
    pod: `kernel-alice-${index}`,
    startedAt: '2026-01-05T11:30:00Z',
  };
}
