import { whyNoAddress, whyNotAnnounced } from '../components/index.ts';
import type { PlatformConfig } from '../config/index.ts';
import type { Kube, KubeObject } from '../kube/index.ts';
import type { ServiceRow } from './platform-status.ts';
import { PENDING, serviceRow } from './rows.ts';

export interface ServiceRowsOptions {
  readonly kube: Kube;
  readonly config: PlatformConfig;
  readonly signal: AbortSignal;
}

/** Shows Services, and of those that ask for an address from outside why they have none, or why nobody answers there. */
export function serviceRows(services: readonly KubeObject[], options: ServiceRowsOptions): Promise<ServiceRow[]> {
  return Promise.all(
    services.map(async (service) => {
      const row = serviceRow(service);
      const trouble = row.type === 'LoadBalancer' ? await troubleOf(row, service, options) : undefined;
      return { ...row, ...(trouble === undefined ? {} : { trouble }) };
    }),
  );
}

async function troubleOf(
  { externalIp }: ServiceRow,
  service: KubeObject,
  { kube, config, signal }: ServiceRowsOptions,
): Promise<string | undefined> {
  if (externalIp === PENDING) return (await whyNoAddress(kube, service, { signal })).reason;
  if (config.loadBalancer === 'none') return undefined;
  return whyNotAnnounced(kube, service, { namespace: config.loadBalancer.namespace, signal });
}
