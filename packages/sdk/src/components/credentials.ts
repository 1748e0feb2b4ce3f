import { CREDENTIALS_SECRET, type Component, manifest } from '../engine/index.ts';
import { ownerLabels, secret } from '../resources/index.ts';
import { names } from './names.ts';

/** The platform's own secrets, and the gateway's token where the gateway can read it and nobody else. */
export const credentials: Component = {
  id: 'credentials',
  dependsOn: ['namespaces'],
  desired: ({ config, credentials: values }) => {
    const labels = ownerLabels({ platform: config.metadata.name, component: 'credentials' });
    const { name, key } = names.gateway.tokenSecret;
    const { namespace } = config.gateway;
    return [
      manifest(secret({ ...CREDENTIALS_SECRET, labels, values: { ...values } }), { keep: true }),
      manifest(secret({ namespace, name, labels, values: { [key]: values.backendToken } })),
    ];
  },
  ready: () => [],
};
