import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

export interface AskedOfGateway {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Answers for the gateway: status and body. */
export interface GatewayReply {
  readonly status: number;
  readonly body: object;
}

/** A gateway with kernels in memory, that remembers what it was asked and echoes what comes by WebSocket. */
export interface StandInGateway extends AsyncDisposable {
  readonly url: string;
  readonly kernels: Map<string, object>;
  readonly asked: AskedOfGateway[];
  /** What a start is answered with instead. */
  refuseStart?: GatewayReply | undefined;
  /** How long a start takes. */
  startMs: number;
  readonly sockets: Set<WebSocket>;
}

const GATEWAY_TOKEN = 'gateway-token';

export async function standInGateway(): Promise<StandInGateway> {
  const kernels = new Map<string, object>();
  const asked: AskedOfGateway[] = [];
  const gateway = { kernels, asked, startMs: 0 } as Omit<StandInGateway, 'url'> as StandInGateway & { url: string };
  const server = createServer((request, response) => void answer(request, response));
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const { method = '', url = '', headers } = request;
    asked.push({ method, url, headers, body });
    const reply = (status: number, content?: object) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(content && JSON.stringify(content));
    };
    if (headers.authorization !== `token ${GATEWAY_TOKEN}`) return reply(401, { message: 'token' });
    const [path = ''] = url.split('?');
    const id = /^\/api\/kernels\/([^/]+)/.exec(path)?.[1] ?? '';
    if (path === '/api') return reply(200, { version: '3.3.0' });
    if (path === '/api/kernelspecs') return reply(200, KERNELSPECS);
    if (path === '/kernelspecs/python_kubernetes/logo-64x64.png') return reply(200, { png: true });
    if (path === '/api/sessions')
      return reply(
        200,
        [...kernels.values()].map((kernel) => ({ id: ids(kernel), kernel })),
      );
    if (path === '/api/kernels' && method === 'GET') return reply(200, [...kernels.values()]);
    if (path === '/api/kernels') {
      await new Promise((resolve) => setTimeout(resolve, gateway.startMs));
      if (gateway.refuseStart) return reply(gateway.refuseStart.status, gateway.refuseStart.body);
      const { name, env } = JSON.parse(body) as { name: string; env: Record<string, string> };
      const kernel = { id: env['KERNEL_ID'] ?? '', name, execution_state: 'starting', connections: 0 };
      kernels.set(kernel.id, kernel);
      return reply(201, kernel);
    }
    if (!kernels.has(id)) return reply(404, { message: `Kernel does not exist: ${id}` });
    if (method === 'DELETE') kernels.delete(id);
    if (method === 'DELETE' || path.endsWith('/interrupt')) return reply(204);
    return reply(200, kernels.get(id) ?? {});
  };
  const channels = new WebSocketServer({ server });
  const sockets = channels.clients;
  channels.on('connection', (socket, request) => {
    asked.push({ method: 'WS', url: request.url ?? '', headers: request.headers, body: '' });
    socket.on('error', () => undefined);
    socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return Object.assign(gateway, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sockets,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.terminate();
      channels.close();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  });
}

function ids(kernel: object): string {
  return (kernel as { id: string }).id;
}

const KERNELSPECS = {
  default: 'python_kubernetes',
  kernelspecs: {
    python_kubernetes: {
      name: 'python_kubernetes',
      spec: {
        display_name: 'Python on Kubernetes',
        language: 'python',
        argv: ['python'],
        env: { AWS_SECRET_ACCESS_KEY: 'planted-secret' },
        metadata: { debugger: true, process_proxy: { config: { authorized_users: ['carol'] } } },
      },
      resources: {},
    },
  },
};
