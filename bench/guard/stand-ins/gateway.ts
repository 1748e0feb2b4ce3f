import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { WebSocket, WebSocketServer } from 'ws';
import { GATEWAY_TOKEN, kernels } from '../people.ts';

const PING_SECONDS = 30;
const SPEC = 'python_kubernetes';
const KERNELSPECS = {
  default: SPEC,
  kernelspecs: {
    [SPEC]: { name: SPEC, spec: { argv: [], display_name: 'Python', language: 'python' }, resources: {} },
  },
};

export interface GatewayOptions {
  /** Called before a start is answered, as the real gateway makes the pod before. */
  readonly onStart: (id: string, env: Readonly<Record<string, string>>) => void;
  readonly onStop: (id: string) => void;
}

/**
 * What the guard sees of Enterprise Gateway: kernels by id, starts and stops, channels. A channel sends back what it
 * gets; `{"stream": {"frames", "bytes"}}` as text makes it send that many frames as fast as they are taken.
 */
export function gateway({ onStart, onStop }: GatewayOptions): Server {
  const running = new Map(kernels.map(({ id }) => [id, model(id)]));
  const channels = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    void answer(request, response);
  });
  server.on('upgrade', (request: IncomingMessage, socket, head) => {
    const id = /^\/api\/kernels\/([^/?]+)\/channels/.exec(request.url ?? '')?.[1];
    if (!authorized(request) || id === undefined || !running.has(id)) {
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    channels.handleUpgrade(request, socket, head, serveChannel);
  });
  return server;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const reply = (status: number, body?: unknown) => {
      const text = body === undefined ? '' : JSON.stringify(body);
      response.writeHead(status, {
        'Content-Type': 'application/json; charset=UTF-8',
        'Content-Length': Buffer.byteLength(text),
      });
      response.end(text);
    };
    if (!authorized(request)) return reply(401, { reason: 'Unauthorized', message: 'Unauthorized' });
    const [, api, collection, id, action] = new URL(request.url ?? '/', 'http://gateway').pathname.split('/');
    const route = `${request.method} ${api}${collection ? `/${collection}` : ''}${id ? '/ID' : ''}${action ?? ''}`;
    const kernel = running.get(id ?? '');
    if (id && !kernel) return reply(404, { reason: 'Not Found', message: `Kernel does not exist: ${id}` });
    switch (route) {
      case 'GET api':
        return reply(200, { version: '1.24.0', gateway_version: '3.3.0' });
      case 'GET api/kernelspecs':
        return reply(200, KERNELSPECS);
      case 'GET api/sessions':
        return reply(200, []);
      case 'GET api/kernels':
        return reply(200, [...running.values()]);
      case 'GET api/kernels/ID':
        return reply(200, kernel);
      case 'DELETE api/kernels/ID':
        running.delete(id ?? '');
        onStop(id ?? '');
        return reply(204);
      case 'POST api/kernels': {
        const { env = {} } = JSON.parse(await text(request)) as { env?: Record<string, string> };
        const started = model(env['KERNEL_ID'] ?? randomUUID());
        running.set(started.id, started);
        onStart(started.id, env);
        return reply(201, started);
      }
      default:
        return reply(404, { reason: 'Not Found', message: route });
    }
  }
}

function model(id: string) {
  return { id, name: SPEC, last_activity: '2026-01-01T00:00:00.000000Z', execution_state: 'idle', connections: 1 };
}

function authorized({ headers }: IncomingMessage): boolean {
  return headers.authorization === `token ${GATEWAY_TOKEN}`;
}

async function text(request: IncomingMessage): Promise<string> {
  let all = '';
  for await (const chunk of request.setEncoding('utf8')) all += chunk as string;
  return all;
}

function serveChannel(socket: WebSocket): void {
  let heard = true;
  // The real gateway pings as well, and closes where no pong comes.
  const pings = setInterval(() => {
    if (!heard) return socket.terminate();
    heard = false;
    socket.ping();
  }, PING_SECONDS * 1000);
  socket.on('pong', () => (heard = true));
  socket.on('close', () => clearInterval(pings));
  socket.on('error', () => socket.terminate());
  socket.on('message', (data: Buffer, isBinary) => {
    if (isBinary) return socket.send(data);
    const { stream } = JSON.parse(data.toString()) as { stream: { frames: number; bytes: number } };
    void send(socket, stream.frames, Buffer.alloc(stream.bytes));
  });
}

async function send(socket: WebSocket, frames: number, frame: Buffer): Promise<void> {
  for (let sent = 0; sent < frames && socket.readyState === WebSocket.OPEN; sent += 1) {
    await new Promise<void>((resolve) => socket.send(frame, () => resolve()));
  }
}
