import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Clock } from '../src/clock.ts';
import { connectGateway, type Gateway } from '../src/gateway/index.ts';
import { connectHub, type Hub } from '../src/hub/index.ts';
import type { KernelPod } from '../src/people/index.ts';
import type { ProofCluster } from '../src/prove/index.ts';
import { fastClock } from './fast-clock.ts';
import { type Reply, type Seen, standIn, type StandIn } from './http-stand-in.ts';
import { behaveAsKernel, type Behaviour, TINY_PNG } from './kernel-stand-in.ts';
import { acceptWebSocket } from './web-socket.ts';

/** What can be made to go wrong. */
export interface Trouble {
  /** Instead of what a route would answer; undefined lets it answer. */
  answer?: (seen: Seen) => Reply | undefined;
  /** Events of the progress stream, instead of a start that goes well. */
  progress?: readonly object[];
  kernel?: Behaviour;
  /** The hub was started again since the person was made, which leaves whoever may not sign in without rights. */
  hubStartedAgain?: boolean;
  /** @default one whose sleeps take no time */
  clock?: Clock;
}

/** Hub, servers and gateway that behave, behind one address each, and the cluster they would run in. */
export interface PlatformStandIn extends AsyncDisposable {
  readonly clock: Clock;
  /** How long was slept, in milliseconds. */
  readonly slept: readonly number[];
  readonly hub: Hub;
  readonly gateway: Gateway;
  readonly cluster: ProofCluster;
  readonly asked: StandIn;
  readonly askedGateway: StandIn;
  readonly servers: Set<string>;
  readonly kernels: Set<string>;
  /** Kernels whose pods are there though the gateway does not know them. */
  readonly orphans: Set<string>;
  readonly files: Map<string, string>;
}

export const HUB_TOKEN = 'hub-secret-token';
const TYPICAL_START = [
  { progress: 0, message: 'Server requested' },
  { progress: 100, message: 'Server ready', ready: true },
];

/** Starts a platform of one person, naas-verify, and gives it the trouble asked for. */
export async function platformStandIn(trouble: Trouble = {}): Promise<PlatformStandIn> {
  const fast = fastClock();
  const clock = trouble.clock ?? fast;
  const servers = new Set<string>();
  const kernels = new Set<string>();
  const orphans = new Set<string>();
  const files = new Map<string, string>();
  const runCode: Behaviour = (code) => {
    const [, name, text] = /path = .* \/ "(.*)"\npath\.write_text\("(.*)"\)/.exec(code) ?? [];
    if (name !== undefined && text !== undefined) files.set(name, text);
    if (code.includes('6 * 7')) return [['stream', { name: 'stdout', text: `42\nnb-${[...kernels][0]}\n` }]];
    return code.includes('matplotlib') ? [['display_data', { data: { 'image/png': TINY_PNG }, metadata: {} }]] : [];
  };

  const kernelRoutes = ({ method, path }: Seen): Reply => {
    const id = /kernels\/([^/]+)/.exec(path)?.[1];
    if (path.endsWith('/kernelspecs')) {
      const spec = { display_name: 'Python on Kubernetes', language: 'python' };
      return {
        status: 200,
        json: { default: 'python3', kernelspecs: { python_kubernetes: { name: 'python_kubernetes', spec } } },
      };
    }
    if (method === 'POST' && id === undefined && person === 'without rights') {
      return { status: 403, json: { message: "This is not the token of a person's running server." } };
    }
    if (method === 'POST' && id === undefined) {
      const started = randomUUID();
      kernels.add(started);
      return { status: 201, json: model(started) };
    }
    if (id === undefined) return { status: 200, json: [...kernels].map(model) };
    if (!kernels.has(id)) return { status: 404, json: { message: `Kernel does not exist: ${id}` } };
    if (method === 'GET') return { status: 200, json: model(id) };
    if (method === 'DELETE') kernels.delete(id);
    return { status: 204 };
  };

  let person: 'without rights' | 'gone' | 'with rights' = trouble.hubStartedAgain ? 'without rights' : 'with rights';

  const hubRoutes = ({ method, path }: Seen): Reply => {
    if (path === '/hub/api/') return { status: 200, json: { version: '5.5.0' } };
    if (path === '/hub/api/user') return { status: 200, json: { kind: 'service', name: 'naas-verify', scopes: [] } };
    if (path.endsWith('/progress')) return (response) => stream(response, trouble.progress ?? TYPICAL_START);
    const [, server, named = ''] = /\/(servers?)(?:\/(.*))?$/.exec(path) ?? [];
    if (server !== undefined && method === 'POST') {
      if (servers.has(named)) return { status: 400, json: { message: 'naas-verify is already running' } };
      servers.add(named);
      return { status: 202, text: '' };
    }
    if (server !== undefined && method === 'DELETE') {
      servers.delete(named);
      kernels.clear();
      return { status: 204 };
    }
    if (method === 'DELETE') {
      person = 'gone';
      return { status: 204 };
    }
    if (method === 'POST' && person !== 'gone') {
      return { status: 409, json: { message: 'User naas-verify already exists' } };
    }
    if (method === 'POST') {
      person = 'with rights';
      return { status: 201, json: { name: 'naas-verify', servers: {} } };
    }
    return { status: 200, json: { name: 'naas-verify', servers: Object.fromEntries([...servers].map(serverModel)) } };
  };

  const contents = ({ method, path }: Seen): Reply => {
    const name = decodeURIComponent(path.replace(/^.*\/contents\/?/, ''));
    const entry = (file: string) => ({ name: file, path: file, type: 'file', size: 1 });
    if (name === '') return { status: 200, json: { content: [...files.keys()].map(entry) } };
    if (method === 'DELETE') return { status: files.delete(name) ? 204 : 404 };
    const content = files.get(name);
    return content === undefined ? { status: 404, json: {} } : { status: 200, json: { ...entry(name), content } };
  };

  const asked = await standIn({
    answer: (seen) => {
      const instead = trouble.answer?.(seen);
      if (instead !== undefined) return instead;
      if (seen.path.startsWith('/hub/api/')) return hubRoutes(seen);
      if (!servers.has('')) return { status: 302, headers: { location: `/hub${seen.path}` } };
      return seen.path.includes('/contents') ? contents(seen) : kernelRoutes(seen);
    },
    upgrade: (request, socket) => behaveAsKernel(acceptWebSocket(request, socket), trouble.kernel ?? runCode),
  });
  const askedGateway = await standIn({ answer: (seen) => trouble.answer?.(seen) ?? kernelRoutes(seen) });
  return {
    clock,
    slept: fast.slept,
    hub: connectHub({ url: asked.url, token: HUB_TOKEN, clock }),
    gateway: connectGateway({ url: askedGateway.url, token: 'gateway-secret-token', clock }),
    cluster: {
      kernelPod: async (id) => (kernels.has(id) || orphans.has(id) ? podOf(id) : undefined),
      kernelPodsOf: async () => [...kernels, ...orphans].map(podOf),
      removeKernelPod: async ({ kernelId }) => void (orphans.delete(kernelId) || kernels.delete(kernelId)),
      serverPod: async () => (servers.has('') ? 'running' : 'gone'),
      homesClaimBound: async () => true,
    },
    asked,
    askedGateway,
    servers,
    kernels,
    orphans,
    files,
    [Symbol.asyncDispose]: async () => {
      await asked[Symbol.asyncDispose]();
      await askedGateway[Symbol.asyncDispose]();
    },
  };
}

function podOf(kernelId: string): KernelPod {
  return {
    kernelId,
    user: 'naas-verify',
    podName: `nb-${kernelId}`,
    namespace: 'notebook-kernels',
    uid: `uid-of-${kernelId}`,
    phase: 'Running',
    startedAt: '2026-01-01T00:00:00Z',
  };
}

function model(id: string): object {
  return {
    id,
    name: 'python_kubernetes',
    execution_state: 'idle',
    last_activity: '2026-01-01T00:00:00Z',
    connections: 0,
  };
}

function serverModel(name: string): [string, object] {
  const state = { pod_name: 'jupyter-naas-verify', namespace: 'jupyterhub' };
  return [name, { name, ready: true, pending: null, stopped: false, url: '/user/naas-verify/', state }];
}

function stream(response: ServerResponse, events: readonly object[]): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const event of events) response.write(`\n\ndata: ${JSON.stringify(event)}\n\n`);
  response.end();
}
