import { z } from 'zod';
import type { Kube } from './connection.ts';
import type { CallOptions } from './object.ts';
import { request } from './transport.ts';

export interface ServerVersion {
  /** As the server writes it, such as `v1.34.4+k3s1`. */
  readonly gitVersion: string;
  readonly major: number;
  readonly minor: number;
}

// Some clouds write "34+" for the minor version.
const digits = z.string().transform((text) => Number.parseInt(text, 10));
const Version = z.object({ gitVersion: z.string(), major: digits, minor: digits });

/** Asks the API server which Kubernetes it is. */
export async function serverVersion(kube: Kube, options: CallOptions = {}): Promise<ServerVersion> {
  return Version.parse(await request(kube, { ...options, method: 'GET', path: '/version', action: 'say its version' }));
}
