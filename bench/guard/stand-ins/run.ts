import { once } from 'node:events';
import type { Server } from 'node:net';
import type { StandInPorts } from '../platform.ts';
import { gateway } from './gateway.ts';
import { hub } from './hub.ts';
import { pods } from './pods.ts';

/** One process plays all that is behind and beside the guard, and says on which ports. */
process.on('disconnect', () => process.exit());
await once(process, 'message');
const api = pods();
const ports: StandInPorts = {
  gateway: await listen(
    gateway({ onStart: (id, env) => api.add(id, env['KERNEL_USERNAME'] ?? 'nobody'), onStop: (id) => api.remove(id) }),
  ),
  hub: await listen(hub()),
  pods: await listen(api.server),
};
process.send?.(ports);

async function listen(server: Server): Promise<number> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return (server.address() as { port: number }).port;
}
