import { z } from 'zod';
import { fetchFailure } from '../../fetch-failure.ts';

export interface GatewayAddress {
  readonly url: string;
  readonly token: string;
}

export type KernelspecListing = { readonly names: readonly string[] } | { readonly error: string };

const answer = z.object({ kernelspecs: z.record(z.string(), z.unknown()) });

/** Asks the gateway which kernelspecs it offers; being unreachable is an answer, as it is when it starts. */
export async function listedKernelspecs(address: GatewayAddress, signal: AbortSignal): Promise<KernelspecListing> {
  try {
    const response = await fetch(`${address.url}/api/kernelspecs`, {
      headers: { authorization: `token ${address.token}` },
      signal: AbortSignal.any([signal, AbortSignal.timeout(10_000)]),
    });
    if (!response.ok) {
      await response.body?.cancel();
      return { error: `status ${response.status}` };
    }
    const { data } = answer.safeParse(await response.json());
    return data ? { names: Object.keys(data.kernelspecs) } : { error: 'it sent something else than kernelspecs' };
  } catch (error) {
    signal.throwIfAborted();
    return { error: fetchFailure(error) };
  }
}
