import type { CallOptions } from '../http/index.ts';
import { type Hub, listUsers, type Server } from '../hub/index.ts';

/** Lists every server that runs, starts or stops, named ones too. Needs `list:users` and `read:servers`. */
export async function listServers(hub: Hub, options: CallOptions = {}): Promise<Server[]> {
  const users = await listUsers(hub, { ...options, state: 'active' });
  return users.flatMap((user) => user.servers);
}
