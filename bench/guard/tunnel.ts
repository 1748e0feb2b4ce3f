import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { pipeline } from 'node:stream';
import httpProxy from 'http-proxy-3';

/**
 * Proxies that do nothing but pass on, as a process of its own: what a guard could be built on. `pipe` and `pipeline`
 * differ in how the two sockets of a WebSocket are joined.
 */
const TUNNELS = {
  'http-proxy-3': throughLibrary,
  pipe: (port: number) =>
    byHand(port, (client, gateway) => {
      client.pipe(gateway).pipe(client);
      client.on('error', () => gateway.destroy()).on('close', () => gateway.destroy());
      gateway.on('error', () => client.destroy()).on('close', () => client.destroy());
    }),
  pipeline: (port: number) =>
    byHand(port, (client, gateway) => {
      pipeline(client, gateway, () => client.destroy());
      pipeline(gateway, client, () => gateway.destroy());
    }),
} as const;

export type TunnelKind = keyof typeof TUNNELS;

const agent = new Agent({ keepAlive: true });

process.on('disconnect', () => process.exit());
process.once('message', () => {
  const [kind, port] = process.argv.slice(2);
  const server = TUNNELS[kind as TunnelKind](Number(port)).listen(0, '127.0.0.1');
  void once(server, 'listening').then(() => process.send?.((server.address() as { port: number }).port));
});

function throughLibrary(port: number): Server {
  const proxy = httpProxy.createProxyServer({ target: `http://127.0.0.1:${port}`, agent, ws: true });
  proxy.on('error', (_error, _request, client) => client?.destroy());
  const server = createServer((incoming, response) => proxy.web(incoming, response));
  // Upgrades take a connection of their own, as configurable-http-proxy has it.
  return server.on('upgrade', (incoming, client, head) => proxy.ws(incoming, client, head, { agent: false }));
}

function byHand(port: number, join: (client: Socket, gateway: Socket) => void): Server {
  const outgoing = ({ method = 'GET', url = '/', headers }: IncomingMessage) =>
    ({ host: '127.0.0.1', port, method, path: url, headers }) as const;
  const server = createServer((incoming, response) => {
    const call = request({ ...outgoing(incoming), agent }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    call.on('error', () => response.destroy());
    incoming.pipe(call);
  });
  return server.on('upgrade', (incoming, client: Socket, head) => {
    const call = request({ ...outgoing(incoming), agent: false }).end();
    call.on('error', () => client.destroy());
    call.on('response', () => client.destroy());
    call.on('upgrade', (answer, gateway, gatewayHead) => {
      const lines = answer.rawHeaders.map((each, index) => (index % 2 ? `${each}\r\n` : `${each}: `));
      client.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('')}\r\n`);
      for (const socket of [client, gateway]) socket.setNoDelay(true).setTimeout(0);
      client.unshift(head);
      gateway.unshift(gatewayHead);
      join(client, gateway);
    });
  });
}
