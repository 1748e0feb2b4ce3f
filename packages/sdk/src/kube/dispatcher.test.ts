import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { KubeConfig } from '@kubernetes/client-node';
import { request } from 'undici';
import { expect, onTestFinished, test } from 'vitest';
import { createDispatchers } from './dispatcher.ts';

/** Credentials of which only the name that TLS checks is of interest. */
function configWith(servername: string): KubeConfig {
  const config: Partial<KubeConfig> = {
    applyToHTTPSOptions: async (options) => void Object.assign(options, { servername }),
    getCurrentCluster: () => null,
  };
  return config as KubeConfig;
}

test('connections are shared until the TLS credentials change', async () => {
  const dispatchers = createDispatchers();
  onTestFinished(() => dispatchers.close());
  const [first, again, rotated] = [
    await dispatchers.credentials(configWith('a')),
    await dispatchers.credentials(configWith('a')),
    await dispatchers.credentials(configWith('b')),
  ];
  expect(again.dispatcher).toBe(first.dispatcher);
  expect(rotated.dispatcher).not.toBe(first.dispatcher);
});

test('closing ends a watch on connections from before the credentials changed', async () => {
  const server = createServer((_request, response) => response.writeHead(200).flushHeaders());
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const dispatchers = createDispatchers();
  const { dispatcher } = await dispatchers.credentials(configWith('a'));
  const { body } = await request(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, { dispatcher });
  const watch = body.text().catch((error: unknown) => error);
  await dispatchers.credentials(configWith('b'));
  await dispatchers.close();
  expect(await watch).toBeInstanceOf(Error);
});
