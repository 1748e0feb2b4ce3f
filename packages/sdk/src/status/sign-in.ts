import { names } from '../components/index.ts';
import { PLATFORM_NAMESPACE, type PlatformConfig } from '../config/index.ts';
import { CREDENTIALS_SECRET } from '../engine/index.ts';
import type { ServiceRow } from './platform-status.ts';
import { PENDING } from './rows.ts';

const LOCAL_PORT = 8000;

/** Says where a person's browser goes, and with which password where there is one for all; empty without a hub. */
export function signInWords(config: PlatformConfig, services: readonly ServiceRow[]): string[] {
  const { namespace, authenticator } = config.hub;
  const entrance = services.find((row) => row.namespace === namespace && row.name === names.hub.publicService);
  if (!entrance) return [];
  const where = addressWords(entrance);
  return authenticator.class === 'dummy' ? [where, passwordWords(config)] : [where];
}

function addressWords({ namespace, name, type, externalIp, ports, trouble }: ServiceRow): string {
  const forward =
    `kubectl --namespace ${namespace} port-forward service/${name} ${LOCAL_PORT}:80` +
    ` and then http://127.0.0.1:${LOCAL_PORT}`;
  if (type === 'LoadBalancer' && externalIp !== PENDING) return `Sign in at http://${externalIp.split(', ')[0]}`;
  const why = trouble ?? `nothing gave ${name} one`;
  if (type === 'LoadBalancer') return `The hub has no address yet: ${why}. Until then: ${forward}`;
  const nodePort = /:(\d+)\//.exec(ports)?.[1];
  if (type === 'NodePort' && nodePort) return `Sign in at http://<address of a node>:${nodePort}`;
  return `Sign in by ${forward}`;
}

function passwordWords(config: PlatformConfig): string {
  const chosen = config.hub.authenticator.password?.secretRef;
  const { name, key } = chosen ?? { name: CREDENTIALS_SECRET.name, key: 'dummyPassword' };
  const path = `{.data.${key.replaceAll('.', String.raw`\.`)}}`;
  return `Everybody's password: kubectl --namespace ${PLATFORM_NAMESPACE} get secret ${name} --output jsonpath='${path}' | base64 --decode`;
}
