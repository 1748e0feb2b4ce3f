import { CREDENTIALS_SECRET, type Component, manifest } from '../engine/index.ts';
import { ownerLabels, secret } from '../resources/index.ts';
import { names } from './names.ts';

/** The platform's own secrets, and the gateway's token where gateway and servers can read it. */
export const credentials: Component = {
  id: 'credentials',
  dependsOn: ['namespaces'],
  desired: ({ config, credentials: values }) => {
    const labels = ownerLabels({ platform: config.metadata.name, component: 'credentials' });
    const { name, key } = names.gateway.tokenSecret;
    const token = (namespace: string) => secret({ namespace, name, labels, values: { [key]: values.gatewayToken } });
    return [
      manifest(secret({ ...CREDENTIALS_SECRET, labels, values: { ...values } }), { keep: true }),
      manifest(token(config.gateway.namespace)),
      manifest(token(config.hub.namespace)),
    ];
  },
  ready: () => [],
};
