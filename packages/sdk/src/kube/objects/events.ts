import { z } from 'zod';
import type { Kube } from '../connection.ts';
import type { CallOptions, ObjectRef } from '../object.ts';
import { request } from '../transport.ts';

/** What the cluster's own parts noted about an object. */
export interface KubeEvent {
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  readonly count: number;
  /** RFC 3339. */
  readonly lastSeen: string;
  readonly object: ObjectRef;
  /** The uid of that object: one of the same name may have come before. */
  readonly uid?: string | undefined;
}

/** Whose events to read; the more is given, the less the server has to send. */
export interface EventsOptions extends CallOptions {
  readonly namespace: string;
  readonly uid?: string;
  readonly name?: string;
  readonly kind?: string;
}

const LIMIT = 500;
const EventShape = z.object({
  type: z.string().default('Normal'),
  reason: z.string().default(''),
  message: z.string().default(''),
  count: z.number().nullish(),
  lastTimestamp: z.string().nullish(),
  eventTime: z.string().nullish(),
  series: z.object({ count: z.number().default(1), lastObservedTime: z.string().nullish() }).nullish(),
  metadata: z.object({ creationTimestamp: z.string().nullish() }),
  involvedObject: z.object({
    apiVersion: z.string().default(''),
    kind: z.string().default(''),
    name: z.string().default(''),
    namespace: z.string().optional(),
    uid: z.string().optional(),
  }),
});

/** Lists the events about an object, the newest last; at most 500. */
export async function listEvents(kube: Kube, options: EventsOptions): Promise<KubeEvent[]> {
  const { namespace, uid, name, kind, ...call } = options;
  const answer = await request(kube, {
    ...call,
    method: 'GET',
    path: `/api/v1/namespaces/${encodeURIComponent(namespace)}/events`,
    query: { fieldSelector: involving({ uid, name, kind }), limit: LIMIT },
    action: `list the events in ${namespace}`,
  });
  const { items } = z.object({ items: z.array(EventShape).nullable() }).parse(answer);
  return (items ?? []).map(simplify).sort((a, b) => Date.parse(a.lastSeen) - Date.parse(b.lastSeen));
}

/** Turns an event as the API serves it, from a list or a watch, into ours. */
export function eventFrom(json: unknown): KubeEvent {
  return simplify(EventShape.parse(json));
}

/** Writes the field selector of the events about an object. */
export function involving(object: {
  uid?: string | undefined;
  name?: string | undefined;
  kind?: string | undefined;
}): string | undefined {
  const terms = Object.entries(object).filter(([, value]) => value !== undefined);
  return terms.length > 0 ? terms.map(([field, value]) => `involvedObject.${field}=${value}`).join(',') : undefined;
}

function simplify(event: z.infer<typeof EventShape>): KubeEvent {
  const { type, reason, message, involvedObject, series, metadata } = event;
  const lastSeen =
    series?.lastObservedTime ?? event.lastTimestamp ?? event.eventTime ?? metadata.creationTimestamp ?? '';
  const { namespace, uid, ...who } = involvedObject;
  return {
    type,
    reason,
    message,
    count: series?.count ?? event.count ?? 1,
    lastSeen,
    uid,
    object: namespace === undefined ? who : { ...who, namespace },
  };
}
