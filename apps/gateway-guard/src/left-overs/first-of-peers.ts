import { lookup } from 'node:dns/promises';

export interface PeersOptions {
  /** The name that resolves to every replica's address. */
  readonly name: string;
  /** This replica's address; undefined when it is the only one. */
  readonly own: string | undefined;
  readonly resolve?: (name: string) => Promise<readonly string[]>;
}

/**
 * Whether this replica is the one that cleans up: the first by address of those that are ready.
 *
 * @throws Error when the name does not resolve
 */
export async function firstOfPeers({ name, own, resolve = addressesOf }: PeersOptions): Promise<boolean> {
  if (own === undefined) return true;
  const addresses = await resolve(name);
  return addresses.includes(own) && addresses.every((address) => own <= address);
}

/** Not by `resolve4`, which knows nothing of the domains that a pod searches. */
async function addressesOf(name: string): Promise<string[]> {
  const found = await lookup(name, { all: true });
  return found.map(({ address }) => address);
}
