import { z } from 'zod';
import type { HubUser, Server } from './model.ts';

const serverSchema = z.object({
  name: z.string(),
  ready: z.boolean(),
  pending: z.enum(['spawn', 'stop']).nullish().catch(null),
  stopped: z.boolean().optional(),
  started: z.string().nullish(),
  last_activity: z.string().nullish(),
  url: z.string(),
  // Shown with the scope admin:server_state, and filled by KubeSpawner only.
  state: z.object({ pod_name: z.string().optional(), namespace: z.string().optional() }).nullish().catch(null),
});

export const userSchema = z
  .object({
    name: z.string(),
    admin: z.boolean().optional(),
    last_activity: z.string().nullish(),
    servers: z.record(z.string(), serverSchema).optional(),
  })
  .transform((user): HubUser => {
    const servers = Object.values(user.servers ?? {}).filter((server) => server.stopped !== true);
    return {
      name: user.name,
      admin: user.admin ?? false,
      ...(user.last_activity && { lastActivity: user.last_activity }),
      servers: servers.map((server) => serverOf(user.name, server)),
    };
  });

/** One page of users, as sent for `Accept: application/jupyterhub-pagination+json`. */
export const userPageSchema = z.object({
  items: z.array(userSchema),
  _pagination: z.object({ next: z.object({ offset: z.number(), limit: z.number() }).nullable() }),
});

export const versionSchema = z.object({ version: z.string() });

export const identitySchema = z.object({
  kind: z.enum(['user', 'service']),
  name: z.string(),
  scopes: z.array(z.string()).default([]),
});

/** One event of a server's progress; `raw_event` is what KubeSpawner read from Kubernetes. */
export const progressSchema = z.object({
  progress: z.number().catch(0),
  message: z.string().catch(''),
  ready: z.boolean().optional(),
  failed: z.boolean().optional(),
  raw_event: z.object({ type: z.string().nullish(), message: z.string().nullish() }).nullish().catch(null),
});

function serverOf(user: string, server: z.infer<typeof serverSchema>): Server {
  return {
    user,
    name: server.name,
    ready: server.ready,
    pending: server.pending ?? null,
    ...(server.started && { started: server.started }),
    ...(server.last_activity && { lastActivity: server.last_activity }),
    url: server.url,
    ...(server.state?.pod_name && { podName: server.state.pod_name }),
    ...(server.state?.namespace && { namespace: server.state.namespace }),
  };
}
