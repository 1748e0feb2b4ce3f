import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { type KernelspecListing, listedKernelspecs } from './listed-kernelspecs.ts';

/** Asks a gateway that answers like this. */
async function listingOf(status: number, body: string): Promise<KernelspecListing> {
  const server = createServer((_request, response) => void response.writeHead(status).end(body));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return await listedKernelspecs({ url, token: 'secret-token' }, new AbortController().signal);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test('a gateway lists its kernelspecs by name', async () => {
  const body = JSON.stringify({ kernelspecs: { python_kubernetes: {}, r: {} } });
  expect(await listingOf(200, body)).toEqual({ names: ['python_kubernetes', 'r'] });
});

test('a stranger in the gateway’s place is told in words', async () => {
  expect(await listingOf(403, '{}')).toEqual({ error: 'status 403' });
  expect(await listingOf(200, '{"message":"hello"}')).toEqual({ error: 'it sent something else than kernelspecs' });
});
