import { z } from 'zod';
import { Refusal } from '../refusal.ts';
import { type Gateway, parsed } from './gateway.ts';

const kernelspecSchema = z.looseObject({
  name: z.string(),
  spec: z.looseObject({ metadata: z.looseObject({}).optional() }),
});
const listingSchema = z.object({
  default: z.string().nullish(),
  kernelspecs: z.record(z.string(), kernelspecSchema),
});

export type Kernelspec = z.output<typeof kernelspecSchema>;
export type KernelspecListing = z.output<typeof listingSchema>;

/**
 * Lists what somebody may start, by the gateway's own rules (`authorized_users` in a kernelspec). Values of environment
 * variables may be secrets and stay here, as do the names of who else is allowed.
 */
export async function kernelspecsFor(gateway: Gateway, person: string | undefined): Promise<KernelspecListing> {
  const query = person === undefined ? '' : `?user=${encodeURIComponent(person)}`;
  const answer = await gateway.ask({ path: `/api/kernelspecs${query}` });
  const { data } = listingSchema.safeParse(parsed(answer, 'its kernelspecs'));
  if (!data) throw new Refusal(502, 'The gateway sent something else than its kernelspecs.');
  const kernelspecs = Object.fromEntries(
    Object.entries(data.kernelspecs).map(([name, kernelspec]) => [name, shown(kernelspec)]),
  );
  return { ...data, kernelspecs };
}

function shown({ spec, ...rest }: Kernelspec): Kernelspec {
  const { process_proxy: _own, ...metadata } = spec.metadata ?? {};
  return { ...rest, spec: { ...spec, env: {}, metadata } };
}

/** @throws Refusal 404 when there is none of that name for this person */
export function kernelspecIn(listing: KernelspecListing, name: string): Kernelspec {
  const kernelspec = Object.hasOwn(listing.kernelspecs, name) ? listing.kernelspecs[name] : undefined;
  if (kernelspec) return kernelspec;
  const names = Object.keys(listing.kernelspecs).join(', ') || 'none';
  throw new Refusal(404, `There is no kernelspec ${name}. You may use: ${names}.`);
}
