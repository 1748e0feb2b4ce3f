import { createServer, type Server, type ServerResponse } from 'node:http';
import { kernels, KERNELS_NAMESPACE } from '../people.ts';

export interface Pods {
  readonly server: Server;
  add(kernel: string, person: string): void;
  remove(kernel: string): void;
}

/** What the guard sees of the API server: the list of kernel pods and a watch on it. */
export function pods(): Pods {
  const stored = new Map<string, object>();
  const watchers = new Set<ServerResponse>();
  let version = 1;
  const path = `/api/v1/namespaces/${KERNELS_NAMESPACE}/pods`;

  const server = createServer((request, response): void => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://api');
    if (request.method !== 'GET' || pathname !== path) return void response.writeHead(404).end('{}');
    response.writeHead(200, { 'Content-Type': 'application/json' });
    if (!/^(1|true)$/.test(searchParams.get('watch') ?? '')) {
      const metadata = { resourceVersion: String(version) };
      const asked = /kernel_id=([^,]+)/.exec(searchParams.get('labelSelector') ?? '')?.[1];
      const items = asked === undefined ? [...stored.values()] : [stored.get(asked)].filter(Boolean);
      return void response.end(JSON.stringify({ kind: 'PodList', apiVersion: 'v1', metadata, items }));
    }
    response.flushHeaders();
    watchers.add(response);
    const ends = setTimeout(() => response.end(), Number(searchParams.get('timeoutSeconds') ?? 300) * 1000);
    response.on('close', () => {
      watchers.delete(response);
      clearTimeout(ends);
    });
  });

  function tell(type: 'ADDED' | 'DELETED', object: object): void {
    for (const watcher of watchers) watcher.write(`${JSON.stringify({ type, object })}\n`);
  }

  function add(kernel: string, person: string): void {
    const added = pod(kernel, person, (version += 1));
    stored.set(kernel, added);
    tell('ADDED', added);
  }

  for (const { id, person } of kernels) add(id, person.name);
  return {
    server,
    add,
    remove(kernel) {
      const removed = stored.get(kernel);
      version += 1;
      if (removed && stored.delete(kernel)) tell('DELETED', removed);
    },
  };
}

/** About as large as the real ones; the names of these people are their slugs. */
function pod(kernel: string, person: string, version: number): object {
  const name = `nb-${kernel}`;
  return {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: {
      name,
      namespace: KERNELS_NAMESPACE,
      uid: kernel,
      resourceVersion: String(version),
      creationTimestamp: '2026-01-01T00:00:00Z',
      labels: { app: 'enterprise-gateway', component: 'kernel', kernel_id: kernel, 'naas.dev/user': person },
      annotations: { 'naas.dev/user': person },
    },
    spec: {
      containers: [{ name, image: 'docker.io/elyra/kernel-py:3.3.0', env: [{ name: 'KERNEL_ID', value: kernel }] }],
      volumes: [{ name: 'home', persistentVolumeClaim: { claimName: 'kernel-homes' } }],
    },
    status: { phase: 'Running', podIP: '10.1.0.1', startTime: '2026-01-01T00:00:00Z' },
  };
}
