import { resolve4 } from 'node:dns/promises';

export interface PeersOptions {
  /** The name that resolves to every replica's address. */
  readonly name: string;
  /** This replica's address; undefined when it is the only one. */
  readonly own: string | undefined;
  readonly resolve?: (name: string) => Promise<string[]>;
}

/** Whether this replica is the one that cleans up: the first by address of those that are ready. */
export async function firstOfPeers({ name, own, resolve = resolve4 }: PeersOptions): Promise<boolean> {
  if (own === undefined) return true;
  const addresses: string[] = await resolve(name).catch(() => []);
  return addresses.includes(own) && addresses.every((address) => own <= address);
}
